package io.envsnap.agent.restore;

import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be restored.
 *
 * @param lockfile the entries
 * @param snapshot their bytes; empty when the lockfile names none or its store cannot be read
 * @param missing why there is no snapshot, as one clause; empty when there is one
 * @param name the line of snapshots that it was found under; empty for a lockfile of its own
 * @param others heads of that name that were not taken, the next best first
 * @param ref the ref document that was followed; empty for a lockfile of its own
 */
public record RestoreSource(
    Lockfile lockfile,
    Optional<OpenSnapshot> snapshot,
    String missing,
    String name,
    List<OtherHead> others,
    Optional<Digest> ref) {
  /** Takes its own copy. */
  public RestoreSource {
    others = List.copyOf(others);
  }

  /**
   * A snapshot of the same name that nobody has continued or replaced.
   *
   * @param snapshot its id
   * @param created when it was recorded
   * @param contentBytes bytes of its regular files; empty when it cannot be read
   */
  public record OtherHead(Digest snapshot, Instant created, Optional<Long> contentBytes) {}
}
