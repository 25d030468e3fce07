package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;
import java.time.Instant;
import java.util.List;

/**
 * One recorded state: its identity is the SHA-256 of its stored document.
 *
 * @param created when it was made
 * @param tool name and version of the program that made it
 * @param machine what it was made on, for people
 * @param parents snapshots that this one continues
 * @param segments the tree, in path order
 * @param packs every pack that the segments name, sorted
 * @param contentBytes bytes of all regular files
 */
public record Snapshot(
    Instant created,
    String tool,
    String machine,
    List<Digest> parents,
    List<SegmentRef> segments,
    List<PackRef> packs,
    long contentBytes) {
  /** The format that this build writes, and the newest that it reads. */
  public static final int VERSION = 1;

  /** Takes its own copies. */
  public Snapshot {
    parents = List.copyOf(parents);
    segments = List.copyOf(segments);
    packs = packs.stream().sorted().toList();
  }
}
