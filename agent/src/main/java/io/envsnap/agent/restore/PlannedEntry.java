package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.Entry;

/**
 * What a plan does about one entry.
 *
 * @param entry the entry
 * @param rung 1 present, 2 files; else the rung it would need and that this plan does not climb
 * @param reason why, as one clause; empty on rung 1
 */
public record PlannedEntry(Entry entry, int rung, String reason) {
  /** Whether the entry is on this machine after the plan ran. */
  public boolean comesBack() {
    return rung <= 2;
  }
}
