package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.facts.Fact;
import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of anything costs nothing but the run that was killed. */
@NeedsVm
class KillIT {
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --no-install-recommends jq >/dev/null
      python3 -m venv /content/env
      for i in $(seq 300); do head -c 40000 /dev/urandom > /content/f$i; done
      git init -q -b main /content/repo && echo x > /content/repo/x
      """;

  @TempDir private Path store;

  @Test
  void aRecordThatIsKilledLeavesTheStoreAsItWasAndTheNextOneCompletes() {
    try (FreshVm a = new Machines(store).first()) {
      a.sh(SESSION).expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      String before = a.sh("ls /store/refs/main").expect(0).text();
      a.sh("head -c 30M /dev/urandom > /content/new").expect(0);
      for (String seconds : new String[] {"0.4", "0.7", "1.0", "1.3"}) {
        killedAfter(a, seconds, "record --once -q --store /store");
        VmResult check = Machines.envsnap(a, "verify --store=/store");
        assertThat(check.exit()).isZero();
      }
      assertThat(a.sh("ls /store/refs/main").expect(0).lines())
          .containsAll(before.lines().toList());
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      Machines.envsnap(a, "verify --store=/store").expect(0);
    }
  }

  @Test
  void aRestoreThatIsKilledAgainAndAgainCompletesWhenItMay() {
    SortedMap<String, Fact> recorded;
    try (FreshVm a = new Machines(store).first()) {
      a.sh(SESSION).expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      recorded = TreeFacts.changedSinceBoot(a);
    }
    try (FreshVm b = new Machines(store).next()) {
      for (int tenths = 4; tenths < 30; tenths += 2) {
        killedAfter(b, tenths / 10 + "." + tenths % 10, "restore -q --store /store");
        b.sh("dpkg --audit && apt-get check").expect(0);
      }
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      assertThat(TreeFacts.differences(recorded, TreeFacts.all(b), Leftovers::isLeftOut)).isEmpty();
      assertThat(b.sh("find / -xdev -name '.envsnap-tmp*'").text()).isEmpty();
      b.sh("jq --version && /content/env/bin/python -c 'import pip'").expect(0);
    }
  }

  private static void killedAfter(FreshVm vm, String seconds, String arguments) {
    vm.sh(
        "cd /content && timeout -s KILL "
            + seconds
            + " java -jar /opt/envsnap/envsnap.jar "
            + arguments);
  }
}
