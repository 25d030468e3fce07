package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages with everything that Debian's policy allows, on a machine whose base has moved so that
 * each of them has to be rebuilt of the snapshot and installed by apt, without any network.
 */
@PlayedElsewhere
@NeedsVm
class RebuiltPackagesIT {
  private static final String CORNERS = String.join(" ", CornerPackages.names());

  private static final String SESSION =
      """
      set -e
      echo 'asker asker/word string mine' | debconf-set-selections
      dpkg --add-architecture i386 && apt-get update -qq
      apt-get install -y -qq --no-install-recommends $CORNERS >/dev/null
      apt-mark -qq auto preone
      update-alternatives --set alt /usr/bin/altone >/dev/null
      echo edited >> /etc/confs/edited && rm /etc/confs/deleted
      dpkg-statoverride --update --add root games 2750 /usr/bin/owners-over
      """;

  /** All that packages have anywhere. */
  private static final String PATHS =
      """
      find /usr /etc /var /opt /srv /home -xdev \
        \\( -path /var/lib/envsnap -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \
           -o -name '*-old' -o -name '*-' -o -name statoverride \\) -prune -o -print | sort
      """;

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static AptArchive archive;
  private static final List<FreshVm> MACHINES = new ArrayList<>();
  private static FreshVm image;
  private static FreshVm moved;
  private static VmSpec movedBase;
  private static VmSpec restored;
  private static VmResult plan;
  private static VmResult restore;
  private static VmResult again;
  private static List<String> facts;
  private static List<String> pathsBefore;

  @BeforeAll
  static void recordAndRestore() throws IOException {
    archive = AptArchive.start();
    archive.publish("main", CornerPackages.base("1.0"));
    archive.publish("main", CornerPackages.all());
    VmSpec spec = new Machines(store).spec();
    image = boot(spec);
    image.sh(source() + "apt-get install -y -qq basedep >/dev/null").expect(0);
    image.powerCut();
    FreshVm a = boot(spec.over(image));
    Machines.envsnap(a, "record --once -q --store /store");
    a.sh(SESSION, Map.of("CORNERS", CORNERS)).expect(0);
    facts = facts(a);
    Machines.envsnap(a, "record --once -q --store /store").expect(0);
    a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    archive.publish("main", CornerPackages.base("2.0"));
    moved = boot(spec.over(image));
    moved.sh("apt-get update -qq && apt-get install -y -qq basedep >/dev/null").expect(0);
    moved.powerCut();
    movedBase = spec.over(image).over(moved).cut();
    FreshVm b = boot(movedBase);
    pathsBefore = b.sh(PATHS).lines();
    plan = Machines.envsnap(b, "restore --dry-run --store /store");
    restore = Machines.envsnap(b, "restore --store /store");
    again = Machines.envsnap(b, "restore --json --store /store");
    b.powerCut();
    restored = movedBase.over(b);
  }

  private static FreshVm boot(VmSpec spec) {
    FreshVm machine = FreshVm.boot(spec);
    MACHINES.add(machine);
    return machine;
  }

  private static String source() {
    return "set -e; cd /etc/apt; rm -f sources.list sources.list.d/*; echo 'deb [trusted=yes] "
        + archive.url()
        + " stable main' > /etc/apt/sources.list.d/corners.list; apt-get update -qq; ";
  }

  private static List<String> facts(FreshVm machine) throws IOException {
    try (InputStream in =
        RebuiltPackagesIT.class.getResourceAsStream("/sessions/corner-facts.sh")) {
      assertThat(in).isNotNull();
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return machine.sh(script, Map.of("CORNERS", CORNERS)).expect(0).lines();
    }
  }

  /** What only one side says. */
  private static List<String> differences(List<String> recorded, List<String> here) {
    List<String> lines = new ArrayList<>();
    recorded.stream().filter(line -> !here.contains(line)).forEach(l -> lines.add("lacks " + l));
    here.stream().filter(line -> !recorded.contains(line)).forEach(l -> lines.add("has " + l));
    return lines;
  }

  @AfterAll
  static void close() {
    MACHINES.forEach(FreshVm::close);
    archive.close();
  }

  @Test
  void eachOfThemIsRebuiltAndAllOfThemCome() {
    for (String name : CornerPackages.names()) {
      assertThat(plan.text()).containsPattern(name.replaceFirst(":.*", "") + " .*\\(rung 3");
    }
    assertThat(restore.exit()).as(restore.errorText()).isZero();
    assertThat(restore.errorText()).doesNotContain("error");
  }

  @Test
  void dpkgAptAndTheFilesSayWhatTheySaidOnTheRecordedMachine() throws IOException {
    try (FreshVm b = FreshVm.boot(restored)) {
      assertThat(differences(facts, facts(b))).isEmpty();
    }
  }

  @Test
  void aSecondRestoreDoesNothing() {
    assertThat(again.exit()).isZero();
    assertThat(again.text()).contains("\"restored\":0,");
  }

  @Test
  void configurationThatThisMachineHasOfItsOwnStaysIsNamedAndNobodyIsAsked() {
    try (FreshVm b = FreshVm.boot(movedBase)) {
      b.sh("mkdir /etc/confs && echo own | tee /etc/confs/kept > /etc/confs/edited").expect(0);
      VmResult own = Machines.envsnap(b, "restore --store /store --only apt:confs").expect(3);
      assertThat(own.errorText())
          .contains("/etc/confs/kept: this machine has its own there")
          .contains("/etc/confs/edited: this machine has its own there");
      b.sh("test ! -e /etc/confs/deleted && grep -x own /etc/confs/kept /etc/confs/edited")
          .expect(0);
      assertThat(Machines.envsnap(b, "restore --json --store /store --only apt:confs").text())
          .contains("\"restored\":0,");
      Machines.envsnap(b, "restore -q --store /store --only apt:confs --overwrite /etc/confs")
          .expect(0);
      assertThat(b.sh("cat /etc/confs/kept /etc/confs/edited").text())
          .isEqualTo("shipped\nshipped\nedited\n");
    }
  }

  @Test
  void theLockfileAloneBringsThemFromTheirArchiveThoseOfAnotherArchitectureToo()
      throws IOException {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().over(image).over(moved))) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult alone = Machines.envsnap(b, "restore").expect(3);
      assertThat(alone.errorText())
          .contains("without the edits of `/etc/confs/edited`")
          .doesNotContain("is not installed", "apt only386", "apt i386");
      List<String> kinds = List.of("status:", "divert:", "arch:", "trigger:", "manual:", "auto");
      assertThat(differences(facts, facts(b)))
          .noneMatch(line -> kinds.stream().anyMatch(line.replaceFirst("\\S+ ", "")::startsWith))
          .noneMatch(line -> line.contains("audit:") || line.contains("check:"));
      assertThat(Machines.envsnap(b, "restore --json").text()).contains("\"restored\":0,");
    }
  }

  @Test
  void aPurgeLeavesNothing() {
    try (FreshVm b = FreshVm.boot(restored)) {
      b.sh("dpkg-statoverride --remove /usr/bin/owners-over").expect(0);
      b.sh("apt-get purge -y -qq --allow-remove-essential " + CORNERS).expect(0);
      b.sh("dpkg --remove-architecture i386 && dpkg --audit && apt-get check -qq").expect(0);
      assertThat(differences(pathsBefore, b.sh(PATHS).lines())).isEmpty();
      assertThat(b.sh("basedep").expect(0).text()).isEqualTo("basedep 2.0\n");
    }
  }
}
