package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a store has at one moment of what a record may build upon. */
public final class StoreContent {
  private final KnownBlobs blobs;
  private final Map<Digest, Long> packs;
  private final Set<Digest> segments;

  StoreContent(KnownBlobs blobs, Map<Digest, Long> packs, Set<Digest> segments) {
    this.blobs = blobs;
    this.packs = new HashMap<>(packs);
    this.segments = new HashSet<>(segments);
  }

  KnownBlobs blobs() {
    return blobs;
  }

  /** Sizes of all packs; those that are put are added. */
  Map<Digest, Long> packs() {
    return packs;
  }

  /** Segments that some head names. */
  Set<Digest> segments() {
    return segments;
  }
}
