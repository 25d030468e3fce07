package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The frames of one pack that a segment refers to.
 *
 * @param pack digest of the whole pack; also its name in the store
 * @param frames by their number within the pack, from 0
 */
public record PackFrames(Digest pack, SortedMap<Integer, Frame> frames) {
  /** Takes its own copy. */
  public PackFrames {
    frames = Collections.unmodifiableSortedMap(new TreeMap<>(frames));
  }
}
