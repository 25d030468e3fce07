package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The next machine has newer versions of what was recorded, and has some of them on hold: what the
 * session asked for comes back, but no hold of that machine's own is overruled.
 */
@PlayedElsewhere
@NeedsVm
class DowngradesIT {
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --allow-downgrades tool=1.0 stays=1.0 ontool=1.0 >/dev/null
      apt-get install -y -qq fresh=1.0 pinned=1.0 >/dev/null && apt-mark -qq hold pinned basetool
      apt-get install -y -qq --allow-downgrades --allow-change-held-packages imagehold=1.0 >/dev/null
      apt-mark -qq unhold letgo
      apt-get install -y -qq --allow-downgrades letgo=1.0 >/dev/null
      echo edited >> /etc/tool.conf && rm /etc/tool.deleted
      """;

  private static final String VERSIONS =
      """
      dpkg-query -W -f '${Package} ${Version} ${Status}\\n' \
        tool fresh pinned stays letgo imagehold ontool
      apt-mark showhold | sed 's/^/held /'
      for t in tool fresh pinned stays letgo imagehold ontool; do $t; done
      """;

  private static final String STATE =
      VERSIONS
          + """
          dpkg-query -W -f '${Package}: ${Conffiles}\\n' tool
          dpkg -V tool fresh pinned stays letgo imagehold ontool; ls /etc/tool*; cat /etc/tool.conf
          """;

  private static final String CLEAN = "test -z \"$(dpkg --audit)\" && apt-get check -qq";

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static AptArchive archive;
  private static final List<FreshVm> MACHINES = new ArrayList<>();
  private static FreshVm image;
  private static FreshVm moved;
  private static VmSpec base;
  private static VmSpec newer;
  private static List<String> versions;
  private static List<String> state;

  @BeforeAll
  static void record() {
    archive = AptArchive.start();
    for (String version : List.of("1.0", "2.0")) {
      publish(version);
    }
    VmSpec spec = new Machines(store).spec();
    image = boot(spec);
    image
        .sh(
            source()
                + "apt-get install -y -qq basedep basetool tool stays letgo imagehold ontool"
                + " >/dev/null; apt-mark -qq hold imagehold letgo")
        .expect(0);
    image.powerCut();
    base = spec.over(image);
    FreshVm a = boot(base);
    Machines.envsnap(a, "record --once -q --store /store");
    a.sh(SESSION).expect(0);
    versions = a.sh(VERSIONS).lines();
    state = a.sh(STATE).lines();
    Machines.envsnap(a, "record --once -q --store /store").expect(0);
    a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    publish("3.0");
    moved = boot(base);
    moved
        .sh(
            "set -e; apt-get update -qq; apt-mark -qq unhold imagehold letgo;"
                + " apt-get install -y -qq basedep basetool fresh pinned tool stays letgo imagehold"
                + " ontool >/dev/null; apt-mark -qq hold imagehold letgo stays")
        .expect(0);
    moved.powerCut();
    newer = base.over(moved);
  }

  private static void publish(String version) {
    archive.publish("main", DebSpec.program("basedep", version));
    archive.publish("main", DebSpec.program("basetool", version));
    for (String tool : List.of("fresh", "pinned", "stays", "letgo", "imagehold")) {
      archive.publish("main", DebSpec.program(tool, version).field("Depends: basedep"));
    }
    archive.publish(
        "main",
        new DebSpec(
            "tool",
            version,
            "all",
            "basedep",
            Map.of(
                "/usr/bin/tool",
                "#!/bin/sh\necho tool " + version + "\n",
                "/usr/share/tool/only-" + version,
                "\n",
                "/etc/tool.conf",
                "shipped " + version + "\n",
                "/etc/tool.deleted",
                "shipped " + version + "\n"),
            Map.of("conffiles", "/etc/tool.conf\n/etc/tool.deleted\n")));
    archive.publish(
        "main",
        DebSpec.program("ontool", version).field("Depends: basedep, tool (= " + version + ")"));
  }

  private static FreshVm boot(VmSpec spec) {
    FreshVm machine = FreshVm.boot(spec);
    MACHINES.add(machine);
    return machine;
  }

  private static String source() {
    return "set -e; cd /etc/apt; rm -f sources.list sources.list.d/*; echo 'deb [trusted=yes] "
        + archive.url()
        + " stable main' > /etc/apt/sources.list.d/tools.list; apt-get update -qq; ";
  }

  @AfterAll
  static void close() {
    MACHINES.forEach(FreshVm::close);
    archive.close();
  }

  private static List<String> without(List<String> lines, String name) {
    return lines.stream().filter(line -> !line.startsWith(name + " ")).toList();
  }

  @Test
  void whatWasRecordedReplacesNewerVersionsAndAHoldOfThisMachinesOwnStays() {
    try (FreshVm b = FreshVm.boot(newer.cut())) {
      assertThat(Machines.envsnap(b, "restore --dry-run --store /store").text())
          .contains("tool 1.0 (rung 3: `tool:all` is 3.0 here and was 1.0");
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(3);
      assertThat(restored.errorText())
          .contains(
              "apt stays",
              "this machine has `stays` 3.0 on hold; `apt-mark unhold stays` lets it go")
          .doesNotContain("apt tool", "apt fresh", "apt pinned", "apt imagehold", "apt letgo");
      assertThat(b.sh(STATE).lines())
          .containsAll(without(state, "stays"))
          .contains("stays 3.0 hold ok installed", "held stays", "stays 3.0");
      b.sh(CLEAN).expect(0);
      assertThat(Machines.envsnap(b, "restore --json --store /store").expect(3).text())
          .contains("\"restored\":0,");
      b.sh("apt-mark unhold stays").expect(0);
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
      b.sh(CLEAN).expect(0);
    }
  }

  @Test
  void onTheSameBaseAHoldOfThisMachinesOwnStaysToo() {
    try (FreshVm b = FreshVm.boot(base.cut())) {
      b.sh("apt-mark hold stays tool").expect(0);
      assertThat(Machines.envsnap(b, "restore --store /store").expect(4).errorText())
          .contains("apt ontool", "Depends: tool (= 1.0) but 2.0 is to be installed");
      VmResult most = Machines.envsnap(b, "restore --best-effort --store /store").expect(3);
      assertThat(most.errorText())
          .contains("apt stays", "apt tool", "`apt-mark unhold tool` lets it go", "apt ontool");
      b.sh(
              "stays | grep -x 'stays 2.0' && tool | grep -x 'tool 2.0' && ontool | grep -x 'ontool"
                  + " 2.0'")
          .expect(0);
      b.sh(CLEAN).expect(0);
      b.sh("apt-mark unhold stays tool").expect(0);
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
      b.sh("apt-mark hold fresh").expect(0);
      assertThat(Machines.envsnap(b, "restore --json --store /store").expect(0).text())
          .contains("\"restored\":0,");
      assertThat(b.sh("apt-mark showhold").lines()).contains("fresh");
    }
  }

  @Test
  void theLockfileAloneDoesTheSame() {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().over(image).over(moved))) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult restored = Machines.envsnap(b, "restore").expect(3);
      assertThat(restored.errorText())
          .contains("apt stays", "this machine has `stays` 3.0 on hold")
          // That the session had overruled the holds of its image is in the snapshot only.
          .contains("apt imagehold", "apt letgo")
          .contains("apt tool", "without the edits of `/etc/tool.conf`")
          .doesNotContain("apt fresh", "apt pinned", "is not installed");
      assertThat(b.sh("apt-mark showhold").lines())
          .containsExactly("basetool", "imagehold", "letgo", "pinned", "stays");
      b.sh(CLEAN).expect(0);
      b.sh("apt-mark unhold stays imagehold letgo").expect(0);
      Machines.envsnap(b, "restore").expect(3);
      assertThat(b.sh(VERSIONS).lines()).containsExactlyElementsOf(versions);
      b.sh(CLEAN).expect(0);
      assertThat(Machines.envsnap(b, "restore --json").expect(3).text())
          .contains("\"restored\":0,");
    }
  }
}
