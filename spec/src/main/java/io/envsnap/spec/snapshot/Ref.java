package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;
import java.time.Instant;
import java.util.List;

/**
 * "This snapshot, with this lockfile, replaces those": the last object that a record writes. The
 * heads of a name are its refs that no other ref of the name replaces.
 *
 * @param name what people call the line of snapshots, such as {@code main}
 * @param snapshot digest of the snapshot document
 * @param lockfile digest of the lockfile's bytes
 * @param replaces digests of the ref documents that this one follows
 * @param counter one more than the highest that its writer saw
 * @param created when it was made
 */
public record Ref(
    String name,
    Digest snapshot,
    Digest lockfile,
    List<Digest> replaces,
    long counter,
    Instant created) {
  /** The format that this build writes, and the newest that it reads. */
  public static final int VERSION = 1;

  /** Takes its own copy. */
  public Ref {
    replaces = List.copyOf(replaces);
  }
}
