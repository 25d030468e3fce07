package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark runs, and fails where a restore is wrong; its times are nobody's here. */
@NeedsVm
class BenchIT {
  private static final String ROUND =
      "../bench/run S --rounds 1 --on overlay --only 'envsnap restore,zstd | tar'"
          + " --base '%s' --work '%s' --disk '%s' --out '%s'";

  @TempDir private Path folder;

  @Test
  void oneRoundOfTheSmallestWorkloadEndsInATableAndAChart() throws Exception {
    Path out = folder.resolve("out");
    String round =
        ROUND.formatted(
            BaseTree.WITH_JAVA.mounted(), folder.resolve("work"), folder.resolve("disk"), out);
    Programs.require("bash", "-c", round);
    assertThat(Files.readString(out.resolve("table.md")))
        .contains("| restore, overlay | cp -a |")
        .contains("| restore, overlay | envsnap restore, all there |")
        .contains("| record | envsnap record, one small package |");
    assertThat(Files.readString(out.resolve("chart.svg"))).startsWith("<svg ").contains("envsnap");
  }
}
