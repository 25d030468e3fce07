package io.envsnap.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.journal.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a restore has saved. */
class RecordedTimeTest {
  private static Action action(int second, int took, int exit, String... changed) {
    return new Action(
        Instant.ofEpochSecond(1_000_000 + second),
        "apt",
        "0",
        List.of("apt-get", "install", "jq"),
        "/",
        took < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(took)),
        exit,
        List.of(changed));
  }

  @Test
  void whatRanOneAfterTheOtherIsAdded() {
    assertThat(RecordedTime.of(List.of(action(0, 20, 0, "+ jq 1.6"), action(100, 12, 0, "+ a 1"))))
        .hasSeconds(32);
  }

  @Test
  void whatRanWithinAnotherCountsOnce() {
    assertThat(
            RecordedTime.of(
                List.of(
                    action(5, 3, 0, "+ dpkg 1"),
                    action(0, 20, 0, "+ jq 1.6"),
                    action(10, 15, 0, "+ b 1"))))
        .hasSeconds(25);
  }

  @Test
  void whatFailedOrChangedNothingOrHasNoTimeCountsNothing() {
    assertThat(
            RecordedTime.of(
                List.of(
                    action(0, 20, 100, "+ jq 1.6"), action(50, 9, 0), action(70, -1, 0, "+ a 1"))))
        .isZero();
  }
}
