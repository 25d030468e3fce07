package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
      apt-get install -y -qq needsbase exactbase freetool >/dev/null
      echo edited >> /etc/needsbase.conf
      apt-mark -qq hold freetool
      """;
  private static final String STATE =
      """
      dpkg-query -W -f '${Package} ${Version} ${Status}\\n' needsbase helper freetool
      apt-mark showhold; apt-mark showmanual | grep -E 'needsbase|helper|freetool'
      cat /etc/needsbase.conf /var/lib/needsbase/made; needsbase; freetool
      cat /etc/apt/sources.list.d/alt.list; sha256sum /etc/apt/keyrings/alt.asc
      """;

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static AptArchive archive;
  private static FreshVm image;
  private static VmSpec spec;
  private static List<String> state;

  @BeforeAll
  static void record() {
    archive = AptArchive.start();
    archive.publish("main", DebSpec.program("basedep", "1.0"));
    archive.publish("main", DebSpec.program("helper", "1.0"));
    archive.publish("main", DebSpec.program("freetool", "1.0"));
    archive.publish("main", exact());
    archive.publish("main", needsBase("1.0"));
    spec = new Machines(store).spec();
    image = FreshVm.boot(spec);
    image.sh(source() + "apt-get install -y -qq basedep >/dev/null; " + NO_SOURCE).expect(0);
    image.powerCut();
    try (FreshVm a = FreshVm.boot(spec.over(image))) {
      Machines.envsnap(a, "record --once -q --store /store");
      a.sh(source()).expect(0);
      a.sh(SESSION).expect(0);
      state = a.sh(STATE).expect(0).lines();
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
    archive.publish("main", DebSpec.program("basedep", "2.0"));
    archive.publish("main", needsBase("1.1"));
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

  private static DebSpec exact() {
    return new DebSpec(
        "exactbase",
        "1.0",
        "all",
        "basedep (= 1.0)",
        Map.of("/usr/bin/exactbase", "#!/bin/sh\necho exactbase\n"),
        Map.of());
  }

  @AfterAll
  static void close() {
    image.close();
    archive.close();
  }

  @Test
  void onABaseThatIsNewerAPackageIsRebuiltAndInstalledByApt() {
    try (FreshVm moved = FreshVm.boot(spec.over(image))) {
      moved.sh(source() + "apt-get install -y -qq basedep=2.0 >/dev/null; " + NO_SOURCE).expect(0);
      moved.powerCut();
      try (FreshVm b = FreshVm.boot(spec.over(image).over(moved).cut())) {
        VmResult plan = Machines.envsnap(b, "restore --dry-run --store /store");
        assertThat(plan.text())
            .contains("needsbase 1.0 (rung 3: `basedep:all` is 2.0 here and was 1.0")
            .contains("freetool 1.0 (rung 2");
        VmResult refused = Machines.envsnap(b, "restore --store /store").expect(4);
        assertThat(refused.errorText()).contains("apt exactbase", "Depends: basedep (= 1.0)");
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
  void theLockfileAloneBringsSourcesKeysAndPackages() {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().over(image))) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult restored = Machines.envsnap(b, "restore").expect(3);
      assertThat(restored.errorText())
          .contains("needsbase", "without the edits of `/etc/needsbase.conf`")
          .doesNotContain("is not restored", "is not installed");
      assertThat(b.sh(STATE).lines())
          .containsExactlyElementsOf(
              state.stream().filter(line -> !line.equals("edited")).toList());
      b.sh("dpkg --audit && apt-get check -qq && apt-get update -qq && exactbase").expect(0);
      assertThat(Machines.envsnap(b, "restore --json").text()).contains("\"restored\":0,");
    }
  }
}
