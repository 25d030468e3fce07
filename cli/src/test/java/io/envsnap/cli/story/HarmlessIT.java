package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to envsnap: apt, dpkg, pip, git and Python say and end as without it. */
@NeedsVm
class HarmlessIT {
  /** Everything that the programs say, and how they end; the same each time it is run. */
  private static final String PROBE =
      """
      cd /tmp/probe
      say() { "$@" 2>&1; echo "status $?"; }
      say apt-get install -y -qq ./demo.deb --reinstall
      say apt-get install -y nosuchpackage
      say dpkg -i demo.deb
      say dpkg -i nosuch.deb
      say pip install -q --no-deps --force-reinstall --index-url "$INDEX" alpha
      say pip install -q --index-url "$INDEX" nosuchproject
      say git -C repo commit -q --allow-empty -m x
      say git -C repo checkout nosuchbranch
      say python3 -c 'print(1)'
      say python3 -m pip --version
      say apt-get install -y -qq ./demo.deb
      """;

  /** An agent whose state folder was gone for a while has ended. */
  private static final String ALIVE =
      """
      agent() { kill -0 "$(cut -d' ' -f1 /var/lib/envsnap/agent/process)" 2>/dev/null; }
      agent || /bin/sh /var/lib/envsnap/agent/revive now
      for i in $(seq 100); do agent && break; sleep 0.2; done
      """;

  /** What is done to envsnap before the probe, and after it. */
  private static final Map<String, String[]> CASES = new LinkedHashMap<>();

  static {
    add("the recorder at work", "true", "true");
    add(
        "the state folder deleted",
        "mv /var/lib/envsnap /var/gone",
        "mv /var/gone /var/lib/envsnap");
    add(
        "the journal deleted",
        "mv /var/lib/envsnap/journal /var/gone",
        "mv /var/gone /var/lib/envsnap/journal");
    add(
        "the state folder unreadable",
        "mkdir /var/shut && mount --bind /var/shut /var/lib/envsnap && chmod 0 /var/lib/envsnap",
        "umount /var/lib/envsnap; rmdir /var/shut");
    add(
        "a full disk below the journal",
        "mount -t tmpfs -o size=4k none /mnt && : >/mnt/lines && chmod 600 /mnt/lines"
            + " && head -c 4096 /dev/zero >/mnt/fill;"
            + " mount --bind /mnt /var/lib/envsnap/journal",
        "umount /var/lib/envsnap/journal; umount /mnt");
    add(
        "a read-only file system",
        "mount --bind /var/lib/envsnap /var/lib/envsnap"
            + " && mount -o remount,bind,ro /var/lib/envsnap",
        "umount /var/lib/envsnap");
    add(
        "envsnap removed and its agent killed",
        ALIVE
            + "sed -i.kept 's#^  state=#exit 0; state=#; s#/opt/envsnap/#/opt/gone/#'"
            + " /var/lib/envsnap/agent/revive; kill -9 $(cut -d' ' -f1"
            + " /var/lib/envsnap/agent/process)",
        "mv /var/lib/envsnap/agent/revive.kept /var/lib/envsnap/agent/revive");
    add(
        "the agent stopped in its tracks",
        ALIVE + "kill -STOP $(cut -d' ' -f1 /var/lib/envsnap/agent/process)",
        "kill -CONT $(cut -d' ' -f1 /var/lib/envsnap/agent/process)");
    add(
        "hooks that are killed",
        "cp -a /var/lib/envsnap/hooks /var/hooks;"
            + " printf '#!/bin/sh\\nkill -9 $$\\n' >/var/lib/envsnap/hooks/packages;"
            + " echo 'raise SystemError' >/var/lib/envsnap/hooks/pip.py",
        "cp -a /var/hooks/. /var/lib/envsnap/hooks/; rm -r /var/hooks");
    add(
        "a link in the journal's place",
        "mv /var/lib/envsnap/journal/lines /var/lines; echo mine >/var/victim;"
            + " ln -s /var/victim /var/lib/envsnap/journal/lines",
        "test \"$(cat /var/victim)\" = mine && mv -f /var/lines /var/lib/envsnap/journal/lines");
  }

  private static void add(String name, String before, String after) {
    CASES.put(name, new String[] {before, after});
  }

  @TempDir private Path store;

  @Test
  void programsSayAndEndAsWithoutEnvsnapWhateverHappensToIt() {
    try (PackageIndex index = PackageIndex.start();
        FreshVm vm = new Machines(store).first()) {
      index.publish("alpha", PythonArchive.wheel("alpha", "1.0", Map.of("alpha.py", "x = 1\n")));
      Map<String, String> environment = Map.of("INDEX", index.url());
      vm.sh(
              """
              mkdir -p /content /tmp/probe/demo/DEBIAN && cd /tmp/probe
              rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
              printf 'Package: demo\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a\\nDescription: b\\n' > demo/DEBIAN/control
              dpkg-deb -b demo demo.deb
              git init -q -b main repo
              git config --global user.name Ada; git config --global user.email ada@git.example
              useradd -m ada
              """)
          .expect(0);
      vm.sh(PROBE, environment);
      String reference = vm.sh(PROBE, environment).text();
      assertThat(reference).contains("status 0").contains("status 100").contains("status 1");
      Machines.envsnap(vm, "record -q --store /store").expect(0);

      Map<String, String> wrong = new LinkedHashMap<>();
      CASES.forEach(
          (name, steps) -> {
            vm.sh(steps[0]).expect(0);
            String said = vm.sh(PROBE, environment).text();
            vm.sh(steps[1]).expect(0);
            if (!said.equals(reference)) {
              wrong.put(name, said);
            }
          });
      assertThat(wrong).isEmpty();
      eightAtOnceAreEightStories(vm, environment);
      anotherUserIsNotWatched(vm, environment);
    }
  }

  private static void eightAtOnceAreEightStories(FreshVm vm, Map<String, String> environment) {
    vm.sh(
            """
            : > /var/lib/envsnap/journal/lines
            for i in 1 2 3 4 5 6 7 8; do
              pip download -q --no-deps -d /tmp/w$i --index-url "$INDEX" alpha &
            done
            wait
            """,
            environment)
        .expect(0);
    String told =
        vm.sh(
                "grep -c 'pip.START' /var/lib/envsnap/journal/lines;"
                    + " grep -c 'pip.END.*\\s0\\s\\.$' /var/lib/envsnap/journal/lines")
            .text();
    assertThat(told).isEqualTo("8\n8\n");
  }

  private static void anotherUserIsNotWatched(FreshVm vm, Map<String, String> environment) {
    String before = vm.sh("wc -l < /var/lib/envsnap/journal/lines").text();
    vm.sh(
            "su ada -c 'cd && pip download -q --no-deps --index-url '$INDEX' alpha && git init -q"
                + " r'",
            environment)
        .expect(0);
    String said = vm.sh("su ada -c 'python3 -c \"print(1)\"' 2>&1", environment).expect(0).text();
    assertThat(said).isEqualTo("1\n");
    assertThat(vm.sh("wc -l < /var/lib/envsnap/journal/lines").text()).isEqualTo(before);
  }
}
