package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Segments of what a record continues: one that says the same need neither be written nor be
 * compressed again. About 75 bytes a path are kept in memory.
 */
final class StoredSegments {
  private final SegmentNotes notes;
  private final Map<Digest, Stored> byId = new HashMap<>();
  private final Map<Digest, Stored> bySaying = new ConcurrentHashMap<>();

  /**
   * A segment as it is stored.
   *
   * @param ref what names it
   * @param bytes it as it lies in the store
   * @param packs packs that its blobs lie in
   * @param whole whether all of them can be relied upon
   */
  private record Stored(SegmentRef ref, byte[] bytes, List<Digest> packs, boolean whole) {
    NewObject object() {
      return Documents.document(ObjectKind.SEGMENT, ref.id(), bytes, true);
    }
  }

  /** Knows none yet. */
  StoredSegments(SegmentNotes notes) {
    this.notes = notes;
  }

  /**
   * Learns a segment that was read.
   *
   * @param packed its bytes, which are those that its name says
   * @param said what it says of its blobs
   * @param whole packs that are in the store and shall stay there
   */
  void learn(SegmentRef ref, byte[] packed, Segment said, Set<Digest> whole) {
    List<Digest> packs = said.packs().stream().map(PackFrames::pack).toList();
    byId.put(ref.id(), new Stored(ref, packed, packs, whole.containsAll(packs)));
  }

  /**
   * The segment that this run of paths is already, where that is noted and its packs are there.
   *
   * @param run as {@link RunDigest} says
   */
  Optional<SegmentCutter.Cut> kept(Digest run) {
    return notes
        .of(run)
        .flatMap(id -> Optional.ofNullable(byId.get(id)))
        .filter(Stored::whole)
        .map(stored -> new SegmentCutter.Cut(run, stored.ref(), stored.object(), stored.packs()));
  }

  /** Finds out what those say that were not kept; before {@link #object} is asked. */
  void compareOthers(Set<Digest> kept) {
    byId.values().parallelStream()
        .filter(stored -> !kept.contains(stored.ref().id()))
        .forEach(this::compare);
  }

  private void compare(Stored stored) {
    try {
      bySaying.putIfAbsent(Digest.of(Documents.json(stored.ref().id(), stored.bytes())), stored);
    } catch (StoreException e) {
      // What cannot be unpacked says the same as none.
      return;
    }
  }

  /** The object of a segment; may be asked by several threads at once. */
  NewObject object(byte[] json) {
    Stored stored = bySaying.get(Digest.of(json));
    if (stored != null) {
      return stored.object();
    }
    byte[] packed = Documents.pack(json, !byId.isEmpty());
    return Documents.document(ObjectKind.SEGMENT, Digest.of(packed), packed, false);
  }
}
