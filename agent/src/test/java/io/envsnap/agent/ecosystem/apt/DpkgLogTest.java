package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DpkgLogTest {
  private static final long START = Instant.parse("2026-11-24T15:00:00Z").getEpochSecond();

  /** A session that set its zone to New York's between two installs. */
  private static final List<String> LINES =
      List.of(
          "2026-11-20 09:00:00 install of-the-image:all <none> 1.0",
          "2026-11-24 15:20:31 install before:all <none> 1.0",
          "2026-11-24 10:25:00 install after:all <none> 1.0");

  @Test
  void whatWasWrittenAfterTheFirstStepOfASessionIsItsToo() {
    assertThat(DpkgLog.parse(LINES, ZoneOffset.UTC).onwards(START).steps())
        .extracting(step -> step.subject().orElseThrow().name())
        .containsExactly("before", "after");
    assertThat(DpkgLog.parse(LINES, ZoneId.of("Europe/Paris")).onwards(START).steps()).isEmpty();
  }

  @Test
  void aLogWithoutAStepOfTheSessionHasNothing() {
    assertThat(DpkgLog.parse(LINES.subList(0, 1), ZoneOffset.UTC).onwards(START).steps()).isEmpty();
  }
}
