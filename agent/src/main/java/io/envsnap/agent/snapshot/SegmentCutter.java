package io.envsnap.agent.snapshot;

import static java.util.stream.Collectors.toSet;

import io.envsnap.agent.store.NewObject;
import io.envsnap.spec.codec.SegmentJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Cuts a tree into segments where the paths themselves say so, so that a change moves no cut but
 * its own and every other segment keeps its digest.
 */
final class SegmentCutter {
  private static final int LEAST = 32;
  private static final int MOST = 1024;
  private static final int ONE_IN = 256;

  private final KnownBlobs known;
  private final StoredSegments stored;

  SegmentCutter(KnownBlobs known, StoredSegments stored) {
    this.known = known;
    this.stored = stored;
  }

  /**
   * A segment that was cut, without what it says.
   *
   * @param run digest of what its paths say; of none for the parts
   * @param ref what names it
   * @param object its bytes
   * @param packs packs that its blobs lie in
   */
  record Cut(Digest run, SegmentRef ref, NewObject object, List<Digest> packs) {}

  /** Segments of these nodes, sorted by path, and one more for the parts if there are any. */
  List<Cut> cut(List<ClaimedNode> nodes, List<Part> parts) {
    List<List<ClaimedNode>> runs = runs(nodes);
    List<Digest> says = runs.parallelStream().map(RunDigest::of).toList();
    List<Optional<Cut>> kept = says.stream().map(stored::kept).toList();
    stored.compareOthers(
        kept.stream().flatMap(Optional::stream).map(cut -> cut.ref().id()).collect(toSet()));
    List<Cut> cuts = new ArrayList<>();
    cuts.addAll(
        IntStream.range(0, runs.size())
            .parallel()
            .mapToObj(
                at ->
                    kept.get(at)
                        .orElseGet(() -> written(says.get(at), segment(runs.get(at), List.of()))))
            .toList());
    if (!parts.isEmpty()) {
      cuts.add(written(RunDigest.of(List.of()), segment(List.of(), parts)));
    }
    return cuts;
  }

  private static List<List<ClaimedNode>> runs(List<ClaimedNode> nodes) {
    List<List<ClaimedNode>> runs = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < nodes.size(); at++) {
      int length = at + 1 - from;
      boolean mark = Math.floorMod(hash(nodes.get(at).node().path().value()), ONE_IN) == 0;
      if (length >= MOST || (mark && length >= LEAST)) {
        runs.add(nodes.subList(from, at + 1));
        from = at + 1;
      }
    }
    if (from < nodes.size()) {
      runs.add(nodes.subList(from, nodes.size()));
    }
    return runs;
  }

  /** Written at once: all segments in memory would be the whole tree a second time. */
  private Cut written(Digest run, Segment segment) {
    NewObject object = stored.object(SegmentJson.write(segment));
    SegmentRef ref =
        new SegmentRef(new Digest(object.name()), object.source().size(), segment.nodes().size());
    return new Cut(run, ref, object, segment.packs().stream().map(PackFrames::pack).toList());
  }

  private Segment segment(List<ClaimedNode> nodes, List<Part> parts) {
    SortedMap<Digest, BlobLocation> blobs = new TreeMap<>();
    for (ClaimedNode claimed : nodes) {
      if (claimed.node() instanceof TreeNode.RegularFile file) {
        known.place(file.digest()).ifPresent(place -> blobs.put(file.digest(), place));
      }
    }
    for (Part part : parts) {
      known.place(part.digest()).ifPresent(place -> blobs.put(part.digest(), place));
    }
    return new Segment(nodes, parts, blobs, known.framesOf(blobs.values()));
  }

  /** A hash whose low bits are well mixed; {@code String.hashCode} of alike paths is not. */
  private static int hash(String path) {
    int hash = path.hashCode() * 0x9E3779B9;
    return hash ^ hash >>> 16;
  }
}
