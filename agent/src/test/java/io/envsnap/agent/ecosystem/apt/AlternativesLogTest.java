package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.apt.AlternativesLog.Offer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AlternativesLogTest {
  private static final long START = Instant.parse("2026-11-24T15:00:00Z").getEpochSecond();

  /** Of dpkg 1.21, in a session that set its zone to New York's on the way. */
  private static final List<String> LINES =
      List.of(
          "update-alternatives 2026-11-20 04:53:01: run with --quiet --install /usr/bin/editor"
              + " editor /bin/ed -100 --slave /usr/share/man/man1/editor.1.gz editor.1.gz"
              + " /usr/share/man/man1/ed.1.gz",
          "update-alternatives 2026-11-20 04:53:01: link group editor updated to point to /bin/ed",
          "update-alternatives 2026-11-24 15:20:31: run with --install /usr/bin/python python"
              + " /usr/bin/python3 10",
          "update-alternatives 2026-11-24 15:20:40: run with --set editor /bin/ed",
          "update-alternatives 2026-11-24 10:25:00: run with --install /usr/bin/pager pager"
              + " /bin/cat 5",
          "update-alternatives 2026-11-24 10:25:01: run with --install /usr/bin/cut",
          "update-alternatives");

  /** Set at 15:22. */
  private static final LogZone NEW_YORK =
      new LogZone(ZoneId.of("America/New_York"), START, OptionalLong.of(START + 22 * 60));

  @Test
  void anOfferOfTheSessionIsToldFromThoseOfTheImage() {
    LogZone zones = new LogZone(ZoneOffset.UTC, START, OptionalLong.empty());
    assertThat(AlternativesLog.parse(LINES.subList(0, 4), zones).since(START))
        .containsExactly(new Offer("python", "/usr/bin/python3"));
  }

  @Test
  void anOfferIsTheSessionsInWhateverZoneItWasTold() {
    assertThat(AlternativesLog.parse(LINES, NEW_YORK).since(START))
        .contains(new Offer("python", "/usr/bin/python3"), new Offer("pager", "/bin/cat"))
        .doesNotContain(new Offer("editor", "/bin/ed"));
  }

  @Test
  void aLogOfTheImageAloneOffersNothing() {
    assertThat(AlternativesLog.parse(LINES.subList(0, 2), NEW_YORK).since(START)).isEmpty();
  }
}
