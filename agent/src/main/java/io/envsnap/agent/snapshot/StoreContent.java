package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import java.util.HashMap;
import java.util.Map;

/** What a store has at one moment of what a record may build upon. */
public final class StoreContent {
  private final KnownBlobs blobs;
  private final Map<Digest, Long> packs;
  private final StoredSegments segments;

  StoreContent(KnownBlobs blobs, Map<Digest, Long> packs, StoredSegments segments) {
    this.blobs = blobs;
    this.packs = new HashMap<>(packs);
    this.segments = segments;
  }

  KnownBlobs blobs() {
    return blobs;
  }

  /** Sizes of all packs; those that are put are added. */
  Map<Digest, Long> packs() {
    return packs;
  }

  /** Segments of the snapshots that the record continues. */
  StoredSegments segments() {
    return segments;
  }
}
