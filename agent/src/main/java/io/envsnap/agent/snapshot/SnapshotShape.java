package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the segments of a snapshot make one tree that can stand on a disk. Whoever can write to a
 * store can make every digest fit, so this is looked at before anything of a snapshot is used.
 */
final class SnapshotShape {
  /** The paths of a snapshot that are kept in memory at once. */
  private static final long MOST_NODES = 2_000_000;

  /** Parts are read into memory, those of an ecosystem together. */
  private static final long MOST_PART_BYTES = 256L << 20;

  private final List<ClaimedNode> nodes = new ArrayList<>();
  private final Set<TreePath> seen = new HashSet<>();
  private final Map<EcosystemId, Long> partBytes = new HashMap<>();
  private final Set<String> partNames = new HashSet<>();

  /** Refuses, before any segment is read, a snapshot that says it has more than fits. */
  private static void checkSize(Snapshot snapshot) throws StoreException {
    long count = snapshot.segments().stream().mapToLong(SegmentRef::nodes).sum();
    if (count > MOST_NODES) {
      throw foreign("it has " + count + " paths, and envsnap reads up to " + MOST_NODES);
    }
  }

  /** What can be said of a segment that is looked at alone, its paths being sorted. */
  private static Segment complete(Segment segment) throws StoreException {
    for (ClaimedNode claimed : segment.nodes()) {
      if (claimed.node() instanceof TreeNode.RegularFile file
          && !isPacked(segment, file.digest(), file.size())) {
        throw foreign("no pack is named for the bytes of `" + file.path() + "`");
      }
    }
    for (Part part : segment.parts()) {
      if (!isPacked(segment, part.digest(), part.size())) {
        throw foreign("no pack is named for the bytes of the part `" + part.name() + "`");
      }
    }
    return segment;
  }

  /** Takes the next segment in. */
  private void add(SegmentRef ref, Segment segment) throws StoreException {
    if (segment.nodes().size() != ref.nodes()) {
      throw foreign("a segment has another number of paths than it says");
    }
    if (!segment.nodes().isEmpty() && !nodes.isEmpty()) {
      TreePath first = segment.nodes().get(0).node().path();
      if (first.compareTo(nodes.get(nodes.size() - 1).node().path()) <= 0) {
        throw foreign("`" + first + "` is there twice or out of order");
      }
    }
    nodes.addAll(segment.nodes());
    for (Part part : segment.parts()) {
      if (!partNames.add(part.ecosystem() + "/" + part.name())) {
        throw foreign("the part `" + part.name() + "` is there twice");
      }
      if (partBytes.merge(part.ecosystem(), part.size(), Long::sum) > MOST_PART_BYTES) {
        throw foreign("the parts of " + part.ecosystem() + " are larger than any can be");
      }
    }
  }

  private static boolean isPacked(Segment segment, Digest digest, long size) {
    BlobLocation location = segment.blobs().get(digest);
    return location != null && location.size() == size;
  }

  /** After the last segment: what one path says of another. */
  private void finish() throws StoreException {
    TreeNode root = find(TreePath.ROOT);
    if (root != null && !(root instanceof TreeNode.Directory)) {
      throw foreign("the root is no folder");
    }
    TreePath folder = TreePath.ROOT;
    for (ClaimedNode claimed : nodes) {
      TreeNode node = claimed.node();
      // The children of a folder that gave way to a link are recorded as deleted.
      if (!(node instanceof TreeNode.Deleted) && !node.path().isChildOf(folder)) {
        requireFolders(node.path());
        folder = node.path().parent().orElse(TreePath.ROOT);
      }
      if (node instanceof TreeNode.HardLink link
          && !(find(link.target()) instanceof TreeNode.RegularFile)) {
        throw foreign("`" + link.path() + "` is a name of `" + link.target() + "`, which it lacks");
      }
    }
  }

  private @Nullable TreeNode find(TreePath path) {
    int low = 0;
    int high = nodes.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      TreeNode node = nodes.get(middle).node();
      int order = node.path().compareTo(path);
      if (order == 0) {
        return node;
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return null;
  }

  private void requireFolders(TreePath path) throws StoreException {
    Optional<TreePath> above = path.parent();
    while (above.isPresent() && seen.add(above.get())) {
      TreeNode folder = find(above.get());
      if (folder != null && !(folder instanceof TreeNode.Directory)) {
        throw foreign("`" + path + "` lies below `" + folder.path() + "`, which is no folder");
      }
      above = above.get().parent();
    }
  }

  /** The segments of a snapshot, all of them in their shape. */
  static List<Segment> read(Documents documents, Snapshot snapshot) throws StoreException {
    checkSize(snapshot);
    SnapshotShape shape = new SnapshotShape();
    List<Segment> segments = segments(documents, snapshot.segments());
    for (int at = 0; at < segments.size(); at++) {
      shape.add(snapshot.segments().get(at), segments.get(at));
    }
    shape.finish();
    return segments;
  }

  /** Segments, each of which says where the bytes of all its files are. */
  private static List<Segment> segments(Documents documents, List<SegmentRef> refs)
      throws StoreException {
    List<byte[]> packed = documents.packedSegments(refs);
    return all(refs, packed, (id, bytes) -> complete(Documents.segment(id, bytes)));
  }

  /** What segments say of their blobs alone, of bytes that were read already. */
  static List<Segment> blobs(List<SegmentRef> refs, List<byte[]> packed) throws StoreException {
    return all(refs, packed, Documents::segmentBlobs);
  }

  /** Reads one segment. */
  @FunctionalInterface
  private interface Parsing {
    /** What its bytes say. */
    Segment parse(Digest id, byte[] packed) throws StoreException;
  }

  private static List<Segment> all(List<SegmentRef> refs, List<byte[]> packed, Parsing parsing)
      throws StoreException {
    List<Segment> segments = new ArrayList<>();
    for (Read one : read(refs, packed, parsing)) {
      if (one.failure().isPresent()) {
        throw one.failure().get();
      }
      segments.add(one.segment().orElseThrow());
    }
    return segments;
  }

  /** What came of one segment. */
  private record Read(Optional<Segment> segment, Optional<StoreException> failure) {}

  /** Parsing is half of the time that a snapshot takes to open, and segments stand alone. */
  private static List<Read> read(List<SegmentRef> refs, List<byte[]> packed, Parsing parsing) {
    return IntStream.range(0, refs.size())
        .parallel()
        .mapToObj(
            at -> {
              try {
                Segment segment = parsing.parse(refs.get(at).id(), packed.get(at));
                return new Read(Optional.of(segment), Optional.empty());
              } catch (StoreException e) {
                return new Read(Optional.empty(), Optional.of(e));
              }
            })
        .toList();
  }

  private static StoreException.Corrupt foreign(String why) {
    return new StoreException.Corrupt(
        "The snapshot cannot be: " + why,
        "Somebody else than envsnap made it, or it is damaged; `envsnap list` shows others");
  }
}
