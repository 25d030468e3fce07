package io.envsnap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final long MIB = 1 << 20;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = 7;

  private ConsoleProgress progress(boolean live, boolean quiet) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(new Console(stream, stream, false, live), quiet, () -> now);
  }

  private String printed() {
    String text = err.toString(StandardCharsets.UTF_8);
    err.reset();
    return text;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aPipeIsToldOfAPhaseAndThenEveryFiveSeconds() {
    ConsoleProgress progress = progress(false, false);
    progress.start("Restoring files", 100 * MIB, Progress.Unit.BYTES);
    assertThat(printed()).isEqualTo("Restoring files …\n");
    pass(Duration.ofSeconds(4));
    progress.advance(20 * MIB);
    progress.file();
    assertThat(printed()).isEmpty();
    pass(Duration.ofSeconds(1));
    progress.advance(5 * MIB);
    assertThat(printed())
        .isEqualTo("Restoring files … 25 %, 25.0 MiB, 1 file, 5.0 MiB/s, 15s left\n");
    pass(Duration.ofSeconds(4));
    progress.advance(5 * MIB);
    assertThat(printed()).isEmpty();
  }

  @Test
  void aTerminalHasOneLineThatIsDrawnAgain() {
    ConsoleProgress progress = progress(true, false);
    progress.start("Packing files", 10 * MIB, Progress.Unit.BYTES);
    assertThat(printed()).isEqualTo("\r\u001b[KPacking files …");
    pass(Duration.ofMillis(50));
    progress.advance(MIB);
    assertThat(printed()).isEmpty();
    pass(Duration.ofMillis(50));
    progress.advance(MIB);
    assertThat(printed()).isEqualTo("\r\u001b[KPacking files … 20 %, 2.0 MiB");
    progress.warn("a file changed");
    assertThat(printed()).isEqualTo("\r\u001b[Kwarning: a file changed\n");
  }

  @Test
  void whoeverWantsItQuietHearsWarningsOnly() {
    ConsoleProgress progress = progress(false, true);
    progress.start("Packing files", 10, Progress.Unit.BYTES);
    pass(Duration.ofMinutes(1));
    progress.advance(5);
    assertThat(printed()).isEmpty();
    progress.warn("a file changed");
    assertThat(printed()).isEqualTo("warning: a file changed\n");
  }

  @Test
  void nothingIsSaidThatIsNotKnown() {
    Duration hour = Duration.ofHours(1);
    assertThat(new Pace(Progress.Unit.ITEMS, 3, 0, 0, hour).spoken()).isEqualTo("3");
    assertThat(new Pace(Progress.Unit.ITEMS, 3, 4, 0, hour).spoken())
        .isEqualTo("75 %, 3, 20m 0s left");
    assertThat(new Pace(Progress.Unit.BYTES, 0, 4, 0, hour).spoken()).isEqualTo("0 %, 0 B");
    assertThat(new Pace(Progress.Unit.BYTES, 9, 4, 2, Duration.ZERO).spoken())
        .isEqualTo("100 %, 9 B, 2 files");
  }
}
