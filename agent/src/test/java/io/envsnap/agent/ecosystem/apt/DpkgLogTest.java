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

  @Test
  void aLineWithoutAWholeTimeIsNoStep() {
    for (String time :
        List.of(
            "2026-11-24 15:20:3x",
            "2026-11-24T15:20:31",
            "2026-13-24 15:20:31",
            "2026-11-24 24:20:31",
            "2026-02-31 15:20:31",
            "2026-11-24 15:20:3",
            "+026-11-24 15:20:31")) {
      assertThat(DpkgLog.second(time, ZoneOffset.UTC)).as(time).isEmpty();
    }
    assertThat(DpkgLog.second("2026-11-24 15:20:31", ZoneOffset.UTC))
        .contains(Instant.parse("2026-11-24T15:20:31Z").getEpochSecond());
    assertThat(DpkgLog.second("2024-02-29 00:00:00", ZoneId.of("Europe/Paris")))
        .contains(Instant.parse("2024-02-28T23:00:00Z").getEpochSecond());
  }
}
