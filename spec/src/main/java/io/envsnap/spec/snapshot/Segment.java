package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * A run of the snapshot's tree, sorted by path, with all that is needed to read its blobs.
 *
 * @param nodes sorted by path
 * @param parts parts of ecosystems carried by this segment
 * @param blobs where each blob that nodes and parts name begins
 * @param packs the frames which those blobs lie in
 */
public record Segment(
    List<ClaimedNode> nodes,
    List<Part> parts,
    SortedMap<Digest, BlobLocation> blobs,
    List<PackFrames> packs) {
  /** Takes its own copies, but for the blobs: whoever makes one lets go of that map. */
  public Segment {
    nodes = List.copyOf(nodes);
    parts = List.copyOf(parts);
    blobs = Collections.unmodifiableSortedMap(blobs);
    packs = List.copyOf(packs);
  }
}
