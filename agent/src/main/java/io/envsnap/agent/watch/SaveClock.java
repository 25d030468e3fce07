package io.envsnap.agent.watch;

/**
 * When to save: after five seconds of quiet, or a minute of none; at most every thirty seconds; and
 * every five minutes for what no watch sees. Times are milliseconds of any steady clock.
 */
final class SaveClock {
  static final long QUIET = 5_000;
  static final long PATIENCE = 45_000;
  static final long LEAST = 30_000;
  static final long SLOW = 290_000;

  private long lastSave;
  private long firstChange = -1;
  private long lastChange = -1;

  /** Begins with everything saved. */
  SaveClock(long now) {
    this.lastSave = now;
  }

  /** Something changed. */
  void changed(long now) {
    firstChange = firstChange < 0 ? now : firstChange;
    lastChange = now;
  }

  /** A save began: it has what changed until now. */
  void saving(long now) {
    lastSave = now;
    firstChange = -1;
    lastChange = -1;
  }

  /** Whether something changed that no save has. */
  boolean isDirty() {
    return firstChange >= 0;
  }

  /** When the next save is due. */
  long due() {
    if (!isDirty()) {
      return lastSave + SLOW;
    }
    long wanted = Math.min(lastChange + QUIET, firstChange + PATIENCE);
    return Math.max(wanted, lastSave + LEAST);
  }
}
