package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.Snapshot;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A snapshot that is being read. */
public final class OpenSnapshot {
  private static final long PART_LIMIT = 64L << 20;

  private final Snapshot snapshot;
  private final List<ClaimedNode> nodes;
  private final Map<EntryKey, List<ClaimedNode>> byEntry;
  private final List<Part> parts;
  private final ObjectStore store;

  private final List<Segment> withParts;

  /** Only who reads files must know where they lie; none once that is known. */
  private List<Segment> segments;

  private @Nullable BlobReader files;

  /** A restore plans twice, and the parts are small. */
  private final Map<EcosystemId, Map<String, byte[]>> partsRead = new HashMap<>();

  /** Of segments in the order of their paths. */
  private OpenSnapshot(ObjectStore store, Snapshot snapshot, List<Segment> segments) {
    this.snapshot = snapshot;
    this.store = store;
    this.segments = segments;
    this.withParts = segments.stream().filter(one -> !one.parts().isEmpty()).toList();
    int count = segments.stream().mapToInt(segment -> segment.nodes().size()).sum();
    List<ClaimedNode> all = new ArrayList<>(count);
    List<Part> carried = new ArrayList<>();
    for (Segment segment : segments) {
      all.addAll(segment.nodes());
      carried.addAll(segment.parts());
    }
    this.nodes = List.copyOf(all);
    this.byEntry = byEntry(nodes);
    this.parts = List.copyOf(carried);
  }

  private BlobReader reader(List<Segment> some) {
    KnownBlobs blobs =
        new KnownBlobs(some.stream().mapToInt(segment -> segment.blobs().size()).sum());
    some.forEach(blobs::learn);
    return new BlobReader(store, blobs);
  }

  static OpenSnapshot open(ObjectStore store, Documents documents, Digest id)
      throws StoreException {
    Snapshot snapshot = documents.snapshot(id);
    return new OpenSnapshot(store, snapshot, SnapshotShape.read(documents, snapshot));
  }

  /** The document. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** The whole tree, sorted by path. */
  public List<ClaimedNode> nodes() {
    return nodes;
  }

  /** The tree by the entries that claim it, each sorted by path. */
  public Map<EntryKey, List<ClaimedNode>> nodesByEntry() {
    return byEntry;
  }

  @SuppressWarnings("ReferenceEquality") // a shortcut; the map knows which are equal
  private static Map<EntryKey, List<ClaimedNode>> byEntry(List<ClaimedNode> nodes) {
    Map<EntryKey, List<ClaimedNode>> byEntry = new HashMap<>();
    @Nullable EntryKey last = null;
    List<ClaimedNode> ofLast = List.of();
    for (ClaimedNode node : nodes) {
      // Neighbours in a segment mostly have one entry, and the same object for it.
      if (node.entry() != last) {
        last = node.entry();
        ofLast = byEntry.computeIfAbsent(last, key -> new ArrayList<>());
      }
      ofLast.add(node);
    }
    byEntry.replaceAll((key, own) -> List.copyOf(own));
    return Collections.unmodifiableMap(byEntry);
  }

  /**
   * The parts of an ecosystem, by name; none when it has none.
   *
   * @throws StoreException when a pack is missing or damaged
   */
  public Map<String, byte[]> parts(EcosystemId ecosystem) throws StoreException {
    Map<String, byte[]> known = partsRead.get(ecosystem);
    if (known == null) {
      known = readParts(ecosystem);
      partsRead.put(ecosystem, known);
    }
    return known;
  }

  private Map<String, byte[]> readParts(EcosystemId ecosystem) throws StoreException {
    Map<Digest, byte[]> bytes = new HashMap<>();
    List<TreeNode.RegularFile> wanted = new ArrayList<>();
    for (Part part : parts) {
      if (part.ecosystem().equals(ecosystem)) {
        if (part.size() > PART_LIMIT) {
          throw new StoreException.Corrupt(
              "The part `" + part.name() + "` is larger than any can be",
              "Somebody else than envsnap made this snapshot; do not restore it");
        }
        wanted.add(asFile(part));
      }
    }
    try {
      reader(withParts).read(wanted, new MemoryReceiver(bytes), Progress.SILENT);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail so", e);
    }
    Map<String, byte[]> named = new TreeMap<>();
    for (Part part : parts) {
      byte[] found = bytes.get(part.digest());
      if (part.ecosystem().equals(ecosystem) && found != null) {
        named.put(part.name(), found);
      }
    }
    return Collections.unmodifiableMap(named);
  }

  /**
   * Delivers the bytes of these files, each frame verified before it is decoded, in the order of
   * the packs and from two workers.
   *
   * @return bytes that were read from the store
   * @throws IOException what the receiver threw; files not finished by then were aborted
   */
  public long read(
      Collection<TreeNode.RegularFile> wanted, BlobReceiver receiver, Progress progress)
      throws IOException, StoreException {
    return files().read(wanted, receiver, progress);
  }

  private synchronized BlobReader files() {
    BlobReader known = files == null ? reader(segments) : files;
    files = known;
    segments = List.of();
    return known;
  }

  private static TreeNode.RegularFile asFile(Part part) {
    Metadata metadata = new Metadata(0600, Owner.ROOT, new Timestamp(0, 0), new TreeMap<>());
    return new TreeNode.RegularFile(
        TreePath.of("/" + part.digest().hex()), metadata, part.size(), part.digest());
  }
}
