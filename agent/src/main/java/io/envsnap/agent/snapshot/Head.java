package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Ref;
import java.time.Instant;
import java.util.Comparator;

/**
 * A ref as the store holds it.
 *
 * @param id digest of the ref document
 * @param ref the document
 * @param stored when the store took it
 */
public record Head(Digest id, Ref ref, Instant stored) {
  /** What a restore takes first: the higher counter, the later store time, the greater id. */
  static final Comparator<Head> NEWEST_FIRST =
      Comparator.comparingLong((Head head) -> head.ref().counter())
          .thenComparing(Head::stored)
          .thenComparing(Head::id)
          .reversed();
}
