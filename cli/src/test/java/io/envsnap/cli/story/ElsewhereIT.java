package io.envsnap.cli.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages on a machine that is another one: with the snapshot, or with the lockfile alone. */
@NeedsVm
class ElsewhereIT {
  private static final String NO_SOURCE =
      "rm /etc/apt/sources.list.d/alt.list /etc/apt/keyrings/alt.asc";
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq needsbase exactbase freetool lost needsgone >/dev/null
      echo edited >> /etc/needsbase.conf
      apt-mark -qq hold freetool
      """;

  /** One answers no more, and one keeps apt from reading any other. */
  private static final String BAD_SOURCES =
      "cd /etc/apt/sources.list.d && echo 'deb http://localhost:9/x stable main' > gone.list"
          + " && echo 'deb [broken' > bad.list";

  /** Tells apt where to find the past of a host; no test asks the public archives. */
  private static final String DATED =
      "echo 'Acquire::Snapshots::URI::Host::%s \"%s\";' >> /etc/apt/apt.conf.d/80dated";

  private static final String STATE =
      """
      dpkg-query -W -f '${Package} ${Version} ${Status}\\n' needsbase helper freetool lost
      apt-mark showhold; apt-mark showmanual | grep -E 'needsbase|helper|freetool'
      cat /etc/needsbase.conf /var/lib/needsbase/made; needsbase; freetool
      cat /etc/apt/sources.list.d/alt.list; sha256sum /etc/apt/keyrings/alt.asc
      """;

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static AptArchive archive;
  private static String dated;
  private static FreshVm image;
  private static VmSpec spec;
  private static List<String> state;

  @BeforeAll
  static void record() {
    archive = AptArchive.start();
    archive.publish("main", DebSpec.program("basedep", "1.0"));
    archive.publish("main", DebSpec.program("helper", "1.0"));
    archive.publish("main", DebSpec.program("freetool", "1.0"));
    archive.publish("main", DebSpec.program("lost", "1.0"));
    archive.publish("main", base(1, 40, "1.0"));
    archive.publish("main", needsGone());
    archive.publish("main", exact("1.0"));
    archive.publish("main", needsBase("1.0"));
    spec = new Machines(store).spec();
    image = FreshVm.boot(spec);
    image
        .sh(
            source()
                + "apt-get install -y -qq basedep $(echo item{1..40}) >/dev/null; "
                + NO_SOURCE)
        .expect(0);
    image.powerCut();
    try (FreshVm a = FreshVm.boot(spec.over(image))) {
      Machines.envsnap(a, "record --once -q --store /store");
      a.sh(source()).expect(0);
      a.sh(SESSION).expect(0);
      state = a.sh(STATE).expect(0).lines();
      a.sh(BAD_SOURCES).expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
    dated = archive.keepAsDated();
    archive.forget("lost", "1.0");
    archive.publish("main", DebSpec.program("lost", "1.1"));
    archive.publish("main", DebSpec.program("basedep", "2.0"));
    archive.publish("main", needsBase("1.1"));
    archive.publish("main", base(1, 30, "2.0"));
  }

  /** Packages of the image that have nothing to do with each other. */
  private static DebSpec[] base(int first, int last, String version) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> DebSpec.program("item" + number, version))
        .toArray(DebSpec[]::new);
  }

  private static DebSpec needsGone() {
    return new DebSpec(
        "needsgone",
        "1.0",
        "all",
        "item1, item40",
        Map.of("/usr/bin/needsgone", "#!/bin/sh\necho needsgone\n"),
        Map.of());
  }

  private static String source() {
    return "set -e; mkdir -p /etc/apt/keyrings; python3 -c 'import urllib.request as u;"
        + " open(\"/etc/apt/keyrings/alt.asc\", \"wb\").write(u.urlopen(\""
        + archive.url()
        + "/key.asc\").read())'; echo 'deb [signed-by=/etc/apt/keyrings/alt.asc] "
        + archive.url()
        + " stable main' > /etc/apt/sources.list.d/alt.list; apt-get update -qq; ";
  }

  private static DebSpec needsBase(String version) {
    return new DebSpec(
        "needsbase",
        version,
        "all",
        "basedep (>= 1.0), helper",
        Map.of(
            "/usr/bin/needsbase", "#!/bin/sh\necho needsbase\n",
            "/etc/needsbase.conf", "shipped\n"),
        Map.of(
            "conffiles", "/etc/needsbase.conf\n",
            "postinst",
                "#!/bin/sh\nmkdir -p /var/lib/needsbase && echo made > /var/lib/needsbase/made\n"));
  }

  private static DebSpec exact(String version) {
    return new DebSpec(
        "exactbase",
        version,
        "all",
        "basedep (= " + version + ")",
        Map.of("/usr/bin/exactbase", "#!/bin/sh\necho exactbase\n"),
        Map.of());
  }

  @AfterAll
  static void close() {
    image.close();
    archive.close();
  }

  @Test
  void onABaseWith30PackagesUpgradedAnd10RemovedAPackageIsRebuiltAndInstalledByApt() {
    try (FreshVm moved = FreshVm.boot(spec.over(image))) {
      moved
          .sh(
              source()
                  + "apt-get install -y -qq basedep=2.0 $(echo item{1..30}=2.0) >/dev/null;"
                  + "apt-get purge -y -qq $(echo item{31..40}) >/dev/null; "
                  + NO_SOURCE)
          .expect(0);
      moved.powerCut();
      try (FreshVm b = FreshVm.boot(spec.over(image).over(moved).cut())) {
        VmResult plan = Machines.envsnap(b, "restore --dry-run --store /store");
        assertThat(plan.text())
            .contains("needsbase 1.0 (rung 3: `basedep:all` is 2.0 here and was 1.0")
            .contains("freetool 1.0 (rung 2");
        VmResult refused = Machines.envsnap(b, "restore --store /store").expect(4);
        assertThat(refused.errorText())
            .contains("apt exactbase", "Depends: basedep (= 1.0)", "apt needsgone", "item40")
            .contains("the base has moved: apt item40:all is missing here and was 1.0 (needsgone")
            .contains("the base has moved: apt item1:all is 2.0 here and was 1.0 (needsgone")
            .doesNotContain("item2:all");
        b.sh("command -v needsbase freetool").expect(1);
        VmResult most = Machines.envsnap(b, "restore --best-effort --store /store").expect(3);
        assertThat(most.errorText()).contains("exactbase").doesNotContain("is not installed");
        assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
        b.sh("dpkg --audit && apt-get check -qq && dpkg -V needsbase helper freetool").expect(0);
        b.sh("apt-get purge -y -qq needsbase && test ! -e /etc/needsbase.conf").expect(0);
      }
    }
  }

  @Test
  @PlayedElsewhere
  void whatNeedsAnotherBaseComesInTheVersionThatFitsHereWhereThatIsAllowed() {
    archive.publish("main", exact("2.0"));
    try (FreshVm moved = FreshVm.boot(spec.over(image))) {
      moved.sh(source() + "apt-get install -y -qq basedep=2.0 >/dev/null; " + NO_SOURCE).expect(0);
      moved.powerCut();
      try (FreshVm b = FreshVm.boot(spec.over(image).over(moved))) {
        VmResult relaxed = Machines.envsnap(b, "restore --relax --store /store").expect(3);
        assertThat(relaxed.errorText())
            .contains("apt exactbase (all) is 2.0 here and was 1.0")
            .doesNotContain("is not installed");
        assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
        b.sh("dpkg --audit && apt-get check -qq && exactbase").expect(0);
      }
    }
  }

  @Test
  @PlayedElsewhere
  void theBaseGetsItsRecordedVersionsWhereThatIsAskedFor() {
    try (FreshVm moved = FreshVm.boot(spec.over(image))) {
      moved.sh(source() + "apt-get install -y -qq basedep=2.0 >/dev/null; " + NO_SOURCE).expect(0);
      moved.sh("apt-mark -qq auto basedep").expect(0);
      moved.powerCut();
      try (FreshVm b = FreshVm.boot(spec.over(image).over(moved))) {
        assertThat(Machines.envsnap(b, "restore --dry-run --store /store").errorText())
            .contains(
                "the base has moved: apt basedep:all is 2.0 here and was 1.0 (exactbase,"
                    + " needsbase");
        VmResult pinned = Machines.envsnap(b, "restore --pin-base --store /store").expect(3);
        assertThat(pinned.errorText())
            .contains("bad.list", "apt would read no source at all")
            .doesNotContain("differs", "lacks");
        assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
        b.sh(
                "dpkg --audit && apt-get check -qq && exactbase && dpkg -s basedep | grep -x"
                    + " 'Version: 1.0'")
            .expect(0);
        assertThat(b.sh("apt-mark showauto").lines()).contains("basedep");
        assertThat(Machines.envsnap(b, "restore --json --store /store").expect(3).text())
            .contains("\"restored\":0,");
      }
    }
  }

  /** No test may ask those: they are asked for on a port that nobody listens on. */
  private static List<String> hostsWithPublicArchives() throws IOException {
    String table = "/io/envsnap/agent/ecosystem/apt/dated-archives.tsv";
    try (InputStream in = ElsewhereIT.class.getResourceAsStream(table)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.matches("[a-z].*"))
          .map(line -> line.substring(0, line.indexOf('\t')))
          .toList();
    }
  }

  @Test
  void theLockfileAloneBringsSourcesKeysAndPackages() throws IOException {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().over(image))) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      for (String host : hostsWithPublicArchives()) {
        b.sh(DATED.formatted(host, "http://localhost:9/")).expect(0);
      }
      assertThat(Machines.envsnap(b, "restore").expect(4).errorText())
          .contains("1 of", "apt lost", "no archive offers version 1.0");
      b.sh(DATED.formatted("127.0.0.1", dated)).expect(0);
      VmResult restored = Machines.envsnap(b, "restore").expect(3);
      assertThat(restored.errorText())
          .contains("needsbase", "without the edits of `/etc/needsbase.conf`")
          .contains("bad.list", "apt would read no source at all")
          .doesNotContain("is not installed");
      assertThat(b.sh(STATE).lines())
          .containsExactlyElementsOf(
              state.stream().filter(line -> !line.equals("edited")).toList());
      b.sh("dpkg --audit && apt-get check -qq && apt-get update -qq && exactbase").expect(0);
      assertThat(Machines.envsnap(b, "restore --json").text()).contains("\"restored\":0,");
    }
  }
}
