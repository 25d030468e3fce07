package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.codec.SegmentJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Segments of what a record continues, by what they say: one that says the same need not be
 * compressed again. About 75 bytes a path are kept in memory.
 */
final class StoredSegments {
  private final Map<Digest, Packed> bySaying = new ConcurrentHashMap<>();

  /**
   * A segment as it is stored.
   *
   * @param id digest of {@code bytes}
   */
  private record Packed(Digest id, byte[] bytes) {}

  /** Learns segments that were read: what names them, and their bytes in the same order. */
  void learn(List<SegmentRef> refs, List<byte[]> packed) throws StoreException {
    for (int at = 0; at < refs.size(); at++) {
      Packed segment = new Packed(refs.get(at).id(), packed.get(at));
      bySaying.putIfAbsent(Digest.of(Documents.json(segment.id(), segment.bytes())), segment);
    }
  }

  /** The object of a segment; may be asked by several threads at once. */
  NewObject object(Segment segment) {
    byte[] json = SegmentJson.write(segment);
    Packed stored = bySaying.get(Digest.of(json));
    if (stored != null) {
      return Documents.document(ObjectKind.SEGMENT, stored.id(), stored.bytes(), true);
    }
    byte[] packed = Documents.pack(json, !bySaying.isEmpty());
    return Documents.document(ObjectKind.SEGMENT, Digest.of(packed), packed, false);
  }
}
