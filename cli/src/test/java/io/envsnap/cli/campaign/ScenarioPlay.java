package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Plays one scenario: a session on a machine as the image makes it, one {@code record} at its end,
 * the world's drift, and a restore on the next machine, which reaches nothing.
 */
final class ScenarioPlay {
  private static final String CELLS =
      "for cell in /run/scenario/cells/*; do . \"$cell\" </dev/null; done";
  private static final String ENVSNAP =
      "cd /content && /mnt/java/bin/java -jar /run/scenario/envsnap.jar ";

  private final Scenario scenario;
  private final Path folder;
  private final Path java;

  /**
   * One play.
   *
   * @param folder a fresh folder of its own
   * @param java a runtime that machines see without having installed it
   */
  ScenarioPlay(Scenario scenario, Path folder, Path java) {
    this.scenario = scenario;
    this.folder = folder;
    this.java = java;
  }

  /** Plays it and says what is worth a line in the table; fails on whatever is not right. */
  String play(Path builtWorld) throws IOException {
    Path store = Files.createDirectories(folder.resolve("store"));
    VmSpec spec =
        VmSpec.of(BaseTree.PYTHON_ONLY).share(java, "/mnt/java").share(store, "/mnt/store");
    try (StandIns world = StandIns.serve(builtWorld, folder.resolve("world"))) {
      HostState recorded;
      try (FreshVm a = FreshVm.boot(spec)) {
        prepare(a, world);
        a.sh(CELLS, world.environment()).expect(0);
        recorded = HostState.of(a);
        Files.write(folder.resolve("said"), recorded.said());
        VmResult said = envsnap(a, "record --store /mnt/store").expect(0);
        noSecretIn(said.text() + said.errorText());
        a.copyOut("/var/lib/envsnap", folder.resolve("state"));
        a.copyOut("/content/envsnap.lock.yaml", folder.resolve("lockfile.yaml"));
        a.powerCut();
      }
      noSecretWritten();
      world.drift();
      try (FreshVm b = FreshVm.boot(spec.cut())) {
        prepare(b, world);
        return restored(b, recorded, world.environment());
      }
    }
  }

  private void prepare(FreshVm vm, StandIns world) throws IOException {
    Path cells = Files.createDirectories(folder.resolve("cells"));
    int number = 10;
    for (String cell : scenario.cells()) {
      Files.writeString(cells.resolve(number++ + ".sh"), cell);
    }
    vm.copyIn(cells, "/run/scenario/cells");
    vm.copyIn(
        Files.writeString(folder.resolve("refs.env"), world.refs()), "/run/scenario/refs.env");
    vm.copyIn(Path.of("target/envsnap.jar").toAbsolutePath(), "/run/scenario/envsnap.jar");
  }

  private static VmResult envsnap(FreshVm vm, String arguments) {
    return vm.sh(ENVSNAP + arguments);
  }

  private String restored(FreshVm b, HostState recorded, Map<String, String> environment)
      throws IOException {
    VmResult first = envsnap(b, "restore --store /mnt/store");
    HostState there = HostState.of(b);
    Withheld withheld = Withheld.namedIn(Files.readAllLines(folder.resolve("lockfile.yaml")));
    List<String> differences =
        recorded.differences(there, path -> LeftOutByRule.matches(path) || withheld.isNamed(path));
    assertThat(differences).as("what is not as recorded\n%s", first).isEmpty();
    first.expect(0);
    assertThat(envsnap(b, "restore --store /mnt/store --json").expect(0).text())
        .contains("\"files\":0")
        .contains("\"exact\":true");
    VmResult checked = b.sh(scenario.check(), environment).expect(0);
    assertThat(checked.text()).contains("CHECK-OK " + scenario.name());
    List<String> soft = checked.lines().stream().filter(l -> l.startsWith("SOFT")).toList();
    return "equal" + (soft.isEmpty() ? "" : "; " + String.join("; ", soft));
  }

  /** Counted by a pipe: what a session installed may be larger than any text in memory. */
  private void noSecretWritten() {
    String everything =
        "cd '%s' && { cat lockfile.yaml && find state store -type f -exec cat {} + && find store"
            + " -name '*.zst' -exec zstd -dcf {} + ; } | { grep -caF -- '%s' || test $? = 1; }";
    for (String secret : scenario.secrets()) {
      assertThat(Programs.require("sh", "-c", everything.formatted(folder, secret)).text().strip())
          .as("lines with a secret")
          .isEqualTo("0");
    }
  }

  private void noSecretIn(String text) {
    for (String secret : scenario.secrets()) {
      assertThat(text.contains(secret)).as("a secret was written").isFalse();
    }
  }
}
