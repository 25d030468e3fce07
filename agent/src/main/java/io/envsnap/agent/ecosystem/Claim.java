package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;

/**
 * Says to which entry a changed or deleted path belongs.
 *
 * @param entry the entry
 * @param placement when a restore writes the path
 */
public record Claim(EntryKey entry, Placement placement) {
  /** A claim on content of the entry. */
  public static Claim content(EntryKey entry) {
    return new Claim(entry, Placement.CONTENT);
  }

  /** A claim on what says that the entry is installed. */
  public static Claim late(EntryKey entry) {
    return new Claim(entry, Placement.LATE);
  }
}
