package io.envsnap.testkit.drive;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The emulator's time: it stands still until it is told to move, or it runs. */
public final class DriveClock {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private final boolean running;
  private final AtomicLong moved = new AtomicLong();

  private DriveClock(boolean running) {
    this.running = running;
  }

  /** A clock that only {@link #advance} moves. */
  public static DriveClock standing() {
    return new DriveClock(false);
  }

  /** The machine's clock, which may be moved ahead. */
  public static DriveClock running() {
    return new DriveClock(true);
  }

  /** The time now. */
  public Instant now() {
    return (running ? Instant.now() : BEGIN).plusNanos(moved.get());
  }

  /** Moves the time ahead. */
  public void advance(Duration time) {
    moved.addAndGet(time.toNanos());
  }
}
