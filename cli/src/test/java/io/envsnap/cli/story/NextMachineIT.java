package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next machine has a life of its own: what it has is kept, and what cannot be is named. */
@NeedsVm
class NextMachineIT {
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --no-install-recommends jq munge >/dev/null
      pip install -q six==1.16.0 markupsafe==3.0.2
      python3 -m venv --without-pip /content/venv
      mkdir -p /content/data && echo recorded > /content/data/file && echo recorded > /content/mine
      """;

  @TempDir private static Path store;

  @BeforeAll
  static void record() {
    try (FreshVm a = new Machines(store).first()) {
      a.sh(SESSION).expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
    }
  }

  @Test
  void anotherVersionGoesByItsRecordAndThisMachinesOwnPackagesStay() {
    try (FreshVm b = new Machines(store).first()) {
      b.sh("apt-get install -y -qq --no-install-recommends tree >/dev/null").expect(0);
      b.sh("pip install -q six==1.17.0 idna").expect(0);
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      assertThat(b.sh("pip freeze").expect(0).lines())
          .contains("six==1.16.0")
          .anyMatch(l -> l.startsWith("idna=="));
      b.sh("ls -d /usr/local/lib/python3*/dist-packages/six-*.dist-info | wc -l | grep -qx 1")
          .expect(0);
      b.sh("jq --version && tree --version && dpkg -s tree jq && dpkg --audit && pip check")
          .expect(0);
      assertThat(b.sh("apt-mark showmanual").expect(0).lines()).contains("tree", "jq");
    }
  }

  @Test
  void aKernelThatLoadedWhatWasReplacedHasToBeRestarted() {
    try (FreshVm b = new Machines(store).first()) {
      b.sh("pip install -q markupsafe==2.1.5").expect(0);
      b.sh(
              """
              python3 -c 'import markupsafe._speedups, time; open("/run/up", "w"); time.sleep(600)' \\
                -m ipykernel_launcher >/dev/null 2>&1 &
              until test -e /run/up; do sleep 0.1; done
              """)
          .expect(0);
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(0);
      assertThat(restored.errorText())
          .containsPattern("restart the runtime \\(kernel PID \\d+: markupsafe was loaded\\)");
    }
  }

  @Test
  void nothingIsToBeRestartedWhereNothingOfItWasLoaded() {
    try (FreshVm b = new Machines(store).next()) {
      b.sh("python3 -c 'import time; time.sleep(600)' >/dev/null 2>&1 &").expect(0);
      assertThat(Machines.envsnap(b, "restore --store /store").expect(0).errorText())
          .doesNotContain("restart");
    }
  }

  @Test
  void whatIsExportedIsInstalledByStockPipAndUvWithoutAnIndex() {
    try (FreshVm b = new Machines(store).first()) {
      b.sh(
              """
              python3 -m venv /opt/one && /opt/one/bin/pip install -q -U 'pip>=26.1' uv
              python3 -m venv /opt/two && python3 -m venv /opt/three
              """)
          .expect(0);
      VmResult exported = Machines.envsnap(b, "export main --store /store --to /srv/out").expect(0);
      assertThat(exported.text()).contains("pylock.toml", "requirements.txt");
      b.sh(
              """
              set -e; cd /
              /opt/one/bin/pip install -q --no-index -r /srv/out/pylock.toml
              /opt/one/bin/uv pip sync -q --offline --python /opt/two /srv/out/pylock.toml
              /opt/three/bin/pip install -q --no-index -r /srv/out/requirements.txt
              for e in one two three; do
                /opt/$e/bin/python -c 'import six, markupsafe._speedups; print(six.__version__)'
                /opt/$e/bin/python -c 'from importlib.metadata import version as v; assert v("markupsafe") == "3.0.2"'
              done
              /opt/one/bin/pip check
              """)
          .expect(0);
      String tampered = "printf x >> /srv/out/wheels/six-1.16.0-*.whl; cd /; ";
      b.sh(
              tampered
                  + "/opt/three/bin/pip install --force-reinstall --no-index -r"
                  + " /srv/out/requirements.txt")
          .expect(1);
    }
  }

  @Test
  void whoIsNotRootGetsWhatTheyMayWriteAndAllElseIsNamed() {
    try (FreshVm b = new Machines(store).next()) {
      b.sh("useradd -m nb && chown nb /content && chmod -R a+rX /store").expect(0);
      String restore =
          "su nb -c 'cd /content && java -jar /opt/envsnap/envsnap.jar restore --store "
              + Machines.store()
              + "'";
      VmResult restored = b.sh(restore).expect(3);
      assertThat(restored.errorText())
          .contains("apt jq", "pip six", "may not write", "Restored")
          .doesNotContain("error:", "Exception");
      assertThat(b.sh("cat /content/data/file && stat -c %U /content/data/file").expect(0).text())
          .isEqualTo("recorded\nnb\n");
      b.sh("/content/venv/bin/python -c pass && dpkg --audit").expect(0);
      b.sh("command -v jq || ls -d /usr/local/lib/python3*/dist-packages/six*").expect(2);
      VmResult again = b.sh(restore).expect(3);
      assertThat(again.errorText()).contains("Restored nothing");
      b.sh("rm -rf /content/* && chown root /content").expect(0);
      assertThat(b.sh(restore).expect(12).errorText()).contains("may restore nothing");
    }
  }

  @Test
  void aMachineThatHasHalfOfItGetsTheRest() {
    try (FreshVm b = new Machines(store).first()) {
      b.sh(
              """
              set -e
              apt-get install -y -qq --no-install-recommends jq >/dev/null
              pip install -q six==1.16.0
              """)
          .expect(0);
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      b.sh("jq --version && munge --version && dpkg --audit && pip check").expect(0);
      b.sh("ls -d /usr/local/lib/python3*/dist-packages/six-*.dist-info | wc -l | grep -qx 1")
          .expect(0);
      assertThat(Machines.envsnap(b, "restore --json --store /store").expect(0).text())
          .contains("\"restored\":0,");
    }
  }

  @Test
  void aDriveThatKnowsNeitherModesNorLinksLosesNothing() {
    assumeThat(Machines.store()).startsWith("/");
    try (FreshVm b = new Machines(store).next()) {
      b.sh(
              """
              cp -r --no-preserve=all /store /content/drive
              find /content/drive -type f -exec chmod 600 {} +
              find /content/drive -type l | grep . && exit 1
              mount -t tmpfs -o noexec,nosuid drive /mnt && cp -r /content/drive /mnt/drive
              """)
          .expect(0);
      Machines.envsnap(b, "restore -q --store /mnt/drive").expect(0);
      b.sh("test -L /content/venv/bin/python && /content/venv/bin/python -c pass && jq --version")
          .expect(0);
    }
  }

  @Test
  void aUserNumberThatIsTakenIsReplacedAndFilesFollowTheName() {
    try (FreshVm b = new Machines(store).next()) {
      String taken = "grep ^munge /etc/passwd | cut -d: -f3";
      b.sh("useradd -r -u 100 squatter && groupadd -f -g 101 crowd").expect(0);
      VmResult restored = Machines.envsnap(b, "restore --store /store");
      assertThat(restored.exit()).isZero();
      assertThat(b.sh(taken).expect(0).text().strip()).isNotEmpty();
      assertThat(b.sh("id -u squatter").expect(0).text()).isEqualTo("100\n");
      assertThat(b.sh("cut -d: -f3 /etc/passwd | sort | uniq -d").text()).isEmpty();
      assertThat(b.sh("stat -c %U /etc/munge /var/lib/munge").expect(0).text())
          .isEqualTo("munge\nmunge\n");
    }
  }

  @Test
  void aFileOfThisMachinesOwnSessionIsKeptAndNamed() {
    try (FreshVm b = new Machines(store).next()) {
      b.sh("echo own > /content/mine").expect(0);
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(3);
      assertThat(restored.errorText()).contains("/content/mine");
      assertThat(b.sh("cat /content/mine /content/data/file").text()).isEqualTo("own\nrecorded\n");
      Machines.envsnap(b, "restore -q --store /store -- touch /content/ran").expect(3);
      b.sh("test -e /content/ran").expect(1);
      Machines.envsnap(b, "restore -q --store /store --allow-drift -- touch /content/ran")
          .expect(0);
      b.sh("test -e /content/ran").expect(0);
      Machines.envsnap(b, "restore -q --store /store --overwrite mine").expect(0);
      assertThat(b.sh("cat /content/mine").text()).isEqualTo("recorded\n");
    }
  }

  @Test
  void aPlantedLinkIsNeverWrittenThrough() {
    try (FreshVm b = new Machines(store).next()) {
      b.sh("mkdir /etc/trap && ln -s /etc/trap /content/data").expect(0);
      VmResult restored = Machines.envsnap(b, "restore --store /store");
      assertThat(restored.exit()).isIn(1, 3);
      b.sh("test -e /etc/trap/file").expect(1);
    }
  }

  @Test
  void aDryRunPrintsThePlanAndChangesNothing() {
    try (FreshVm b = new Machines(store).next()) {
      VmResult plan = Machines.envsnap(b, "restore --dry-run --store /store").expect(0);
      assertThat(plan.text()).contains("jq").contains("rung 2");
      b.sh("test -e /content/data || command -v jq").expect(1);
    }
  }

  @Test
  void onlyWhatIsAskedForComesBack() {
    try (FreshVm b = new Machines(store).next()) {
      Machines.envsnap(b, "restore -q --store /store --only pip").expect(0);
      b.sh("python3 -c 'import six'").expect(0);
      b.sh("test -e /content/data || command -v jq").expect(1);
    }
  }

  @Test
  void verifyNamesWhatIsNotAsRecorded() {
    try (FreshVm b = new Machines(store).next()) {
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      String verify =
          "cd /content && ENVSNAP_STORE="
              + Machines.store()
              + " java -jar /opt/envsnap/envsnap.jar verify main";
      b.sh(verify).expect(0);
      b.sh("echo changed > /content/data/file").expect(0);
      VmResult host = b.sh(verify).expect(3);
      assertThat(host.lines())
          .singleElement()
          .asString()
          .contains("`/content/data/file`: this machine has its own there, since 20")
          .endsWith("; to mend: keep it, or envsnap restore --overwrite '/content/data/file'");
      String mend = host.text().strip().replaceFirst("(?s).*, or envsnap ", "");
      Machines.envsnap(b, mend + " -q --store /store").expect(0);
      assertThat(b.sh("cat /content/data/file").text()).isEqualTo("recorded\n");
    }
  }

  @Test
  void aRecordAfterARestoreContinuesThatSnapshot() {
    try (FreshVm b = new Machines(store).first()) {
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      b.sh("pip install -q idna").expect(0);
      VmResult recorded = Machines.envsnap(b, "record --once --store /store").expect(0);
      assertThat(recorded.errorText()).doesNotContain("another head");
      assertThat(b.sh("cat /content/envsnap.lock.yaml").expect(0).text())
          .contains("name: jq")
          .contains("name: six")
          .contains("name: idna");
      VmResult list = Machines.envsnap(b, "list --store /store --json").expect(0);
      assertThat(list.lines().stream().filter(line -> line.contains("\"head\":true"))).hasSize(1);
    }
  }
}
