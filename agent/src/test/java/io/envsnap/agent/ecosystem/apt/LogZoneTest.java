package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogZoneTest {
  private static final long START = second("2026-11-26T10:00:00Z");
  private static final long SET = second("2026-11-26T10:30:00Z");

  @Test
  void withoutAnotherZoneAllIsToldInTheMachines() {
    LogZone zones = new LogZone(ZoneId.of("Asia/Tokyo"), START, OptionalLong.empty());
    assertThat(zones.moments(told("2026-11-26T19:10:00Z"))).isEqualTo(told("2026-11-26T10:10:00Z"));
  }

  @Test
  void linesFromBeforeTheZoneWasSetAreToldInUtcWhereTheNewOneIsAhead() {
    LogZone zones = new LogZone(ZoneId.of("Asia/Tokyo"), START, OptionalLong.of(SET));
    assertThat(
            zones.moments(
                told(
                    "2026-11-25T08:00:00Z",
                    "2026-11-26T10:10:00Z",
                    "2026-11-26T10:30:00Z",
                    "2026-11-26T19:31:00Z",
                    "2026-11-26T19:50:00Z")))
        .isEqualTo(
            told(
                "2026-11-25T08:00:00Z",
                "2026-11-26T10:10:00Z",
                "2026-11-26T10:30:00Z",
                "2026-11-26T10:31:00Z",
                "2026-11-26T10:50:00Z"));
  }

  @Test
  void linesFromBeforeTheZoneWasSetAreToldInUtcWhereTheNewOneIsBehind() {
    LogZone zones = new LogZone(ZoneId.of("America/New_York"), START, OptionalLong.of(SET));
    assertThat(
            zones.moments(
                told(
                    "2026-11-26T09:00:00Z",
                    "2026-11-26T10:10:00Z",
                    "2026-11-26T05:31:00Z",
                    "2026-11-26T10:20:00Z")))
        .isEqualTo(
            told(
                "2026-11-26T09:00:00Z",
                "2026-11-26T10:10:00Z",
                "2026-11-26T10:31:00Z",
                "2026-11-26T15:20:00Z"));
  }

  @Test
  void aZoneThatWasSetBeforeAnythingElseHoldsForAll() {
    LogZone zones = new LogZone(ZoneId.of("America/New_York"), START, OptionalLong.of(START + 1));
    assertThat(zones.moments(told("2026-11-24T09:00:00Z", "2026-11-26T05:31:00Z")))
        .isEqualTo(told("2026-11-24T09:00:00Z", "2026-11-26T10:31:00Z"));
  }

  private static List<Long> told(String... moments) {
    return Stream.of(moments).map(LogZoneTest::second).toList();
  }

  private static long second(String moment) {
    return Instant.parse(moment).getEpochSecond();
  }
}
