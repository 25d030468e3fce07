package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/**
 * A pack that a snapshot needs.
 *
 * @param id digest of the pack; also its name in the store
 * @param size in bytes
 */
public record PackRef(Digest id, long size) implements Comparable<PackRef> {
  @Override
  public int compareTo(PackRef other) {
    return id.compareTo(other.id);
  }
}
