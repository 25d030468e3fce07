package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.journal.Action;
import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9 -1} at random instants of a watched session, agent included: whatever had ended by
 * then is told, and apt, dpkg, pip and git go on. An instant is so many milliseconds into so many
 * commands, so that each phase is hit on a slow machine too.
 */
@NeedsVm
class RecorderCampaignIT {
  private static final int INSTANTS = 100;
  private static final int LONGEST_MILLIS = 900;

  /** Commands that a session has at most behind it when it is killed: two rounds. */
  private static final int COMMANDS = 14;

  private static final String SESSION =
      """
      cd /tmp/probe
      act() {
        by=$1; shift
        echo "$*" >/tmp/running
        "$@" >/dev/null 2>&1
        echo "$by $? $*" >>/tmp/expected
      }
      count() { set -- $(wc -l /tmp/expected); echo "$1"; }
      wanted=$(($(count) + @COMMANDS@))
      (while [ "$(count)" -lt "$wanted" ]; do sleep 0.02; done; sleep @SECONDS@; kill -9 -1) &
      while :; do
        act dpkg dpkg -i demo.deb
        act pip pip install -q --no-deps --force-reinstall --index-url "$INDEX" alpha
        act git git -C /content/repo commit -q --allow-empty -m x
        act apt apt-get install -y -qq --reinstall ./demo.deb
        act dpkg dpkg -i nosuch.deb
        act pip pip install -q --index-url "$INDEX" nosuchproject
        act apt apt-get install -y -qq ./demo.deb
      done
      """;

  @TempDir private Path store;

  /** How often each command was at work when all was killed. */
  private final Map<String, Integer> hits = new TreeMap<>();

  @Test
  void whatHadEndedIsToldWheneverEverythingIsKilled() throws IOException, FormatException {
    Campaign campaign = Campaign.named("recorder");
    Random random = campaign.random();
    int left = campaign.count(INSTANTS);
    try (PackageIndex index = PackageIndex.start();
        CampaignReport report = new CampaignReport(campaign)) {
      index.publish("alpha", PythonArchive.wheel("alpha", "1.0", Map.of("alpha.py", "x = 1\n")));
      while (left > 0) {
        int rounds = Math.min(left, 10);
        play(index, random, rounds, report);
        left -= rounds;
      }
      hits.forEach((running, count) -> report.add("hits in `" + running + "`", count.toString()));
    }
  }

  private void play(PackageIndex index, Random random, int rounds, CampaignReport report)
      throws IOException, FormatException {
    Map<String, String> environment = Map.of("INDEX", index.url());
    try (FreshVm vm =
        FreshVm.boot(
            VmSpec.of(BaseTree.WITH_JAVA)
                .share(Path.of("target").toAbsolutePath(), "/opt/envsnap")
                .share(store, "/store"))) {
      vm.sh(
              """
              mkdir -p /content /tmp/probe/demo/DEBIAN && cd /tmp/probe
              rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
              printf 'Package: demo\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a\\nDescription: b\\n' > demo/DEBIAN/control
              dpkg-deb -b demo demo.deb
              git init -q -b main /content/repo
              git config --global user.name Ada; git config --global user.email ada@git.example
              : > /tmp/expected
              """)
          .expect(0);
      envsnap(vm, "record -q --store /store --name r" + random.nextInt(1 << 30));
      for (int round = 0; round < rounds; round++) {
        int commands = random.nextInt(COMMANDS);
        int millis = random.nextInt(LONGEST_MILLIS);
        vm.sh(
            SESSION
                .replace("@COMMANDS@", Integer.toString(commands))
                .replace("@SECONDS@", Double.toString(millis / 1000.0)),
            environment);
        String running = vm.sh("cat /tmp/running").text().strip();
        hits.merge(running, 1, Integer::sum);
        // apt cannot fetch again what dpkg left half unpacked: nobody else has this package.
        vm.sh(
                "dpkg --configure -a; dpkg -i /tmp/probe/demo.deb"
                    + " && apt-get -y -qq -f install && apt-get check -qq")
            .expect(0);
        vm.sh("pip list && git -C /content/repo fsck && git -C /content/repo status").expect(0);
        List<String> untold = untold(vm);
        report.add(
            commands + " commands and " + millis + " ms, in `" + running + "`",
            untold.isEmpty() ? "all told" : "untold: " + untold);
        assertThat(untold).isEmpty();
      }
    }
  }

  /** Lines of the shell that the lockfile does not tell, with their status, in their order. */
  private List<String> untold(FreshVm vm) throws IOException, FormatException {
    envsnap(vm, "record -q --once --store /store --lockfile /tmp/lock.yaml");
    List<Action> actions =
        LockfileYaml.read(vm.exec("cat", "/tmp/lock.yaml").expect(0).output(), "lock").actions();
    List<String> untold = new ArrayList<>();
    long commits =
        vm.sh("grep -c '^git 0' /tmp/expected").lines().stream().mapToLong(Long::parseLong).sum();
    long told = actions.stream().filter(RecorderCampaignIT::isCommit).count();
    if (told < commits) {
      untold.add(told + " of " + commits + " commits");
    }
    int at = 0;
    for (String line : vm.sh("cat /tmp/expected").lines()) {
      // git tells the agent; when that was killed its reflog tells, to the second.
      if (line.startsWith("git ")) {
        continue;
      }
      int found = at;
      while (found < actions.size() && !spoken(actions.get(found)).equals(line)) {
        found++;
      }
      if (found == actions.size()) {
        untold.add(line);
      } else {
        at = found + 1;
      }
    }
    return untold;
  }

  private static boolean isCommit(Action action) {
    return action.by().equals("git")
        && (action.changed().toString().contains("commit") || action.command().contains("commit"));
  }

  private static String spoken(Action action) {
    List<String> words = new ArrayList<>(action.command());
    if (!words.isEmpty()) {
      words.set(0, words.get(0).substring(words.get(0).lastIndexOf('/') + 1));
    }
    return action.by() + " " + action.exit() + " " + String.join(" ", words);
  }

  private static void envsnap(FreshVm vm, String arguments) {
    vm.sh("cd /content && java -jar /opt/envsnap/envsnap.jar " + arguments).expect(0);
  }
}
