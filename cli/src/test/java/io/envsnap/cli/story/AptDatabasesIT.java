package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What packages and people told dpkg, apt and the account files, on a machine with its own. */
@NeedsVm
class AptDatabasesIT {
  /** Without any of them the comparison would say nothing. */
  private static final List<String> KINDS =
      List.of(
          "verify: ",
          "divert: ",
          "override: ",
          "cap: /usr/bin/svc",
          "suid: /usr/lib/svc/helper",
          "suid: /usr/bin/cut root:lab 2750",
          "debconf: ",
          "trigger: ",
          "unit: ",
          "display: server ",
          "display: shell ",
          "simulated install jq: Inst jq",
          "simulated remove svc: ",
          "library: ",
          "font: ",
          "certificate: /usr/local/share/ca-certificates/mine.crt: OK");

  @TempDir private static Path store;
  private static List<String> recorded = List.of();

  @BeforeAll
  static void record() throws IOException {
    try (FreshVm a = new Machines(store).first()) {
      a.sh(script("apt-packages.sh")).expect(0);
      a.sh(script("apt-session.sh")).expect(0);
      VmResult record = Machines.envsnap(a, "record --store /store").expect(0);
      assertThat(record.errorText()).contains("half:all").contains("needhalf:all");
      // What is not recorded would keep apt from telling what it would do.
      a.sh("dpkg --no-triggers -P needhalf half").expect(0);
      recorded = a.sh(script("apt-facts.sh")).expect(0).lines();
      for (String kind : KINDS) {
        assertThat(recorded).as("facts of that kind").anyMatch(line -> line.startsWith(kind));
      }
    }
  }

  /** What held on the recorded machine and does not hold here. */
  private static List<String> lost(FreshVm b) throws IOException {
    List<String> lost = new ArrayList<>(recorded);
    lost.removeAll(b.sh(script("apt-facts.sh")).expect(0).lines());
    return lost;
  }

  private static String script(String name) throws IOException {
    try (InputStream in = AptDatabasesIT.class.getResourceAsStream("/sessions/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aBareMachineHasAllOfItAfterwards() throws IOException {
    try (FreshVm b = new Machines(store).next()) {
      Machines.envsnap(b, "restore --store /store").expect(0);
      assertThat(lost(b)).isEmpty();
      b.sh("apt-get check && dpkg --configure -a && dpkg --audit").expect(0);
      assertThat(b.sh("dpkg --audit").text()).isEmpty();
      b.sh("dpkg -P pend svcdata svcnamed svc").expect(0);
      b.sh("test -e /usr/bin/tac && dpkg -S /usr/bin/tac | grep coreutils").expect(0);
      assertThat(b.sh("dpkg-divert --list; dpkg-statoverride --list").text()).doesNotContain("svc");
    }
  }

  @Test
  void aMachineWithALifeOfItsOwnKeepsItAndHasTheSessionsBeside() throws IOException {
    try (FreshVm b = new Machines(store).next()) {
      b.sh(script("apt-packages.sh")).expect(0);
      b.sh(script("apt-other-session.sh")).expect(0);
      String own =
          "id squatu; id bob; dpkg -s own1; stat -c '%U:%G %a' /usr/bin/own1 /home/bob;"
              + " readlink /etc/alternatives/server; dpkg-divert --list '*wc'; md5sum /usr/bin/wc*";
      String before = b.sh(own).expect(0).text();
      Machines.envsnap(b, "restore --store /store").expect(0);
      assertThat(b.sh(own).expect(0).text()).isEqualTo(before);
      // Of `server` it has its own choice, seen below.
      assertThat(lost(b)).allMatch(line -> line.startsWith("display: server "));
      b.sh("cut -d: -f3 /etc/passwd | sort | uniq -d | grep .").expect(1);
      b.sh("cut -d: -f3 /etc/group | sort | uniq -d | grep .").expect(1);
      b.sh("apt-get check && dpkg --configure -a && apt-get -s upgrade").expect(0);
      assertThat(b.sh("update-alternatives --display server").text())
          .contains("/usr/bin/svc - priority 50")
          .contains("/usr/bin/own1 - priority 90");
    }
  }

  @Test
  void aMachineOnWhichDpkgWasInterruptedIsRefusedUntouched() {
    try (FreshVm b = new Machines(store).next()) {
      b.sh("sed -n '/^Package: bash$/,/^$/p' /var/lib/dpkg/status > /var/lib/dpkg/updates/0000")
          .expect(0);
      VmResult refused = Machines.envsnap(b, "restore --store /store").expect(4);
      assertThat(refused.errorText()).contains("dpkg --configure -a");
      b.sh("test -e /usr/bin/svc || test -e /etc/svc || id svcd").expect(1);
      b.sh("dpkg --configure -a").expect(0);
      Machines.envsnap(b, "restore -q --store /store").expect(0);
    }
  }
}
