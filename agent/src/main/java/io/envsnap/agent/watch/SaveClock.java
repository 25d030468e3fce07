package io.envsnap.agent.watch;

/**
 * When to save: after five seconds of quiet, or a minute of none; at most every thirty seconds; and
 * now and then for what no watch sees; after failures ever later. Times are milliseconds of any
 * steady clock.
 */
final class SaveClock {
  static final long QUIET = 5_000;
  static final long PATIENCE = 45_000;
  static final long LEAST = 30_000;
  private static final int MOST_DOUBLINGS = 8;

  private long lastSave;
  private long firstChange = -1;
  private long lastChange = -1;
  private int failures;

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

  /** The save that began last did not come about, and shall be made up for. */
  void failed(long now) {
    changed(now);
    failures = Math.min(failures + 1, MOST_DOUBLINGS);
  }

  /** The save that began last came about. */
  void saved() {
    failures = 0;
  }

  /** Whether something changed that no save has. */
  boolean isDirty() {
    return firstChange >= 0;
  }

  /**
   * When the next save is due.
   *
   * @param slow after how long it saves though nothing is known to have changed
   */
  long due(long slow) {
    if (!isDirty()) {
      return lastSave + slow;
    }
    long wanted = Math.min(lastChange + QUIET, firstChange + PATIENCE);
    long pause = failures == 0 ? LEAST : Math.min(LEAST << (failures - 1), Math.max(slow, LEAST));
    return Math.max(wanted, lastSave + pause);
  }
}
