package io.envsnap.agent.store.gdrive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Creates no more than two files a second, after a burst of three: that is what Drive is known to
 * allow, and whoever asks more often is slowed down for longer.
 */
final class Pace {
  private static final int BURST = 3;
  private static final Duration EACH = Duration.ofMillis(500);

  private final InstantSource clock;
  private final Pauses pauses;
  private Instant next = Instant.MIN;

  Pace(InstantSource clock, Pauses pauses) {
    this.clock = clock;
    this.pauses = pauses;
  }

  /** Waits until another file may be created. */
  void create() throws IOException {
    Duration wait;
    synchronized (this) {
      Instant now = clock.instant();
      Instant earliest = now.minus(EACH.multipliedBy(BURST - 1L));
      Instant mine = next.isBefore(earliest) ? earliest : next;
      next = mine.plus(EACH);
      wait = Duration.between(now, mine);
    }
    if (wait.compareTo(Duration.ZERO) > 0) {
      pauses.pause(wait);
    }
  }
}
