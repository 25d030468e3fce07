package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.Entry;

/**
 * What a plan does about one entry.
 *
 * @param entry the entry
 * @param rung 1 present, 2 files, 3 artifact, 4 upstream, 5 relaxed; of an entry that does not come
 *     back the rung that it would need
 * @param reason why, as one clause; empty on rung 1
 * @param comesBack whether the entry is on this machine after the plan ran
 */
public record PlannedEntry(Entry entry, int rung, String reason, boolean comesBack) {
  /** The rung on which another version than the recorded one comes. */
  public static final int RELAXED = 5;

  /** Whether it comes in whichever version is found. */
  boolean isRelaxed() {
    return comesBack && rung == RELAXED;
  }

  /** Whether something is done for it. */
  public boolean isBrought() {
    return comesBack && rung > 1;
  }
}
