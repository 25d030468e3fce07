package io.envsnap.agent.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.snapshot.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionSignsTest {
  private static final String STAT =
      "1 (a) b)) S 0 1 1 0 -1 4194560 2012 85 0 0 2 1 0 0 20 0 1 0 12345 2781184 412 18446744";
  private static final long DAY = 86_400;
  private static final long NOON = 20_000 * DAY;

  @Test
  void takesTheEarliestSignBecauseARestartedMachineKeepsItsDisk() {
    assertThat(session(List.of(at(100), at(40), at(900)), image(-DAY), at(1000)))
        .isEqualTo(SessionTime.since(at(40)));
  }

  @Test
  void beginsNowWithoutAnySign() {
    assertThat(session(List.of(), image(-DAY), at(7))).isEqualTo(SessionTime.since(at(7)));
  }

  @Test
  void doesNotBelieveASignThatIsOlderThanTheImage() {
    // A clock that was not set yet at boot; the start of another machine.
    assertThat(session(List.of(new Timestamp(3, 0), at(-2 * DAY), at(40)), image(-DAY), at(1000)))
        .isEqualTo(SessionTime.since(at(40)));
  }

  @Test
  void believesASignAlthoughTheSessionReplacedMostOfTheImage() {
    List<Timestamp> image = new ArrayList<>(image(500));
    image.addAll(image(600));
    image.addAll(image(700));
    image.addAll(image(-DAY));
    assertThat(session(List.of(at(40)), image, at(1000))).isEqualTo(SessionTime.since(at(40)));
  }

  @Test
  void seesTheWorkOfBothClocksWhenOneWasSetForwardByADayMeanwhile() {
    // PID 1 is reckoned by the new clock; what boot wrote still tells the old one.
    SessionTime session = session(List.of(at(DAY), at(0)), image(-2 * DAY), at(DAY + 600));
    assertThat(session.covers(at(60))).isTrue();
    assertThat(session.covers(at(DAY + 60))).isTrue();
    assertThat(session.covers(at(-2 * DAY))).isFalse();
  }

  @Test
  void seesTheWorkOfBothClocksWhenOneWasSetBackByADayMeanwhile() {
    SessionTime session = session(List.of(at(-DAY), at(0)), image(-2 * DAY), at(600 - DAY));
    assertThat(session.covers(at(60))).isTrue();
    assertThat(session.covers(at(60 - DAY))).isTrue();
    assertThat(session.covers(at(-2 * DAY))).isFalse();
  }

  @Test
  void tellsAnImageThatWasUnpackedUnderAClockADayAheadFromTheSession() {
    SessionTime session = session(List.of(at(0)), image(DAY), at(600));
    assertThat(session.covers(at(60))).isTrue();
    assertThat(session.covers(at(DAY + 5))).isFalse();
    assertThat(session.covers(at(DAY + 4000))).isFalse();
  }

  @Test
  void tellsSuchAnImageStillWhenTheClockHasCaughtUp() {
    SessionTime session = session(List.of(at(0)), image(3600), at(2 * 3600));
    assertThat(session.image()).isPresent();
    assertThat(session.covers(at(60))).isTrue();
    assertThat(session.covers(at(3600))).isFalse();
    assertThat(session.covers(at(3600 + 1500))).isTrue();
  }

  @Test
  void reckonsTheStartOfTheFirstProcessBackFromNow() {
    // Up for 200.50 s, started 123.45 s after boot, so 77.05 s ago.
    assertThat(SessionSigns.processStart(STAT, "200.50 380.00\n", 1_000_000_000L))
        .contains(new Timestamp(999_922, 950_000_000));
  }

  @Test
  void findsNoStartInATextOfAnotherForm() {
    assertThat(SessionSigns.processStart("", "200.5", 0)).isEmpty();
    assertThat(SessionSigns.processStart("1 (sh) S 0", "200.5", 0)).isEmpty();
    assertThat(SessionSigns.processStart(STAT, "soon", 0)).isEmpty();
  }

  private static SessionTime session(List<Timestamp> signs, List<Timestamp> image, Timestamp now) {
    return new SessionSigns(signs, image).judge(now);
  }

  private static Timestamp at(long seconds) {
    return new Timestamp(NOON + seconds, 0);
  }

  /** Forty files, unpacked one a second from then on. */
  private static List<Timestamp> image(long from) {
    List<Timestamp> times = new ArrayList<>();
    for (int file = 0; file < 40; file++) {
      times.add(at(from + file));
    }
    return times;
  }
}
