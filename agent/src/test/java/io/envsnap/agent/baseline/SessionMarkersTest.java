package io.envsnap.agent.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.Timestamp;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionMarkersTest {
  private static final String STAT =
      "1 (a) b)) S 0 1 1 0 -1 4194560 2012 85 0 0 2 1 0 0 20 0 1 0 12345 2781184 412 18446744";

  @Test
  void takesTheEarliestSignBecauseARestartedMachineKeepsItsDisk() {
    SessionMarkers markers =
        new SessionMarkers(
            Optional.empty(),
            Optional.of(new Timestamp(100, 5)),
            Optional.of(new Timestamp(100, 4)),
            Optional.of(new Timestamp(900, 0)));
    assertThat(markers.earliest()).contains(new Timestamp(100, 4));
  }

  @Test
  void knowsNoStartWithoutAnySign() {
    assertThat(
            new SessionMarkers(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
                .earliest())
        .isEmpty();
  }

  @Test
  void reckonsTheStartOfTheFirstProcessBackFromNow() {
    // Up for 200.50 s, started 123.45 s after boot, so 77.05 s ago.
    assertThat(SessionMarkers.processStart(STAT, "200.50 380.00\n", 1_000_000_000L))
        .contains(new Timestamp(999_922, 950_000_000));
  }

  @Test
  void findsNoStartInATextOfAnotherForm() {
    assertThat(SessionMarkers.processStart("", "200.5", 0)).isEmpty();
    assertThat(SessionMarkers.processStart("1 (sh) S 0", "200.5", 0)).isEmpty();
    assertThat(SessionMarkers.processStart(STAT, "soon", 0)).isEmpty();
  }
}
