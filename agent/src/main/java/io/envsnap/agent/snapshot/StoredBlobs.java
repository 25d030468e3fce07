package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a store has already, so that a record does not pack it again. */
final class StoredBlobs {
  private final Documents documents;
  private final Refs refs;
  private final WornPacks worn;
  private final Progress progress;

  StoredBlobs(Documents documents, Refs refs, WornPacks worn, Progress progress) {
    this.worn = worn;
    this.documents = documents;
    this.refs = refs;
    this.progress = progress;
  }

  /**
   * What the heads of the store say of its packs. What a record continues is this machine's own, or
   * was restored here; of what any other says, nobody knows that it is true.
   */
  StoreContent content(List<Digest> own, Map<Digest, Long> packs, SegmentNotes notes)
      throws StoreException {
    KnownBlobs known = new KnownBlobs();
    StoredSegments segments = new StoredSegments(notes);
    Set<Digest> learned = new HashSet<>();
    List<Head> heads = heads();
    heads.sort(Comparator.comparing(head -> !own.contains(head.ref().snapshot())));
    for (Head head : heads) {
      try {
        Snapshot snapshot = documents.snapshot(head.ref().snapshot());
        // What lies in a pack that is gone or cut short is packed again, which mends it.
        if (SnapshotRepository.lacking(snapshot, packs).isPresent()) {
          progress.warn(notWhole(head));
        }
        Set<Digest> whole = new HashSet<>();
        Set<Digest> again = new HashSet<>();
        for (PackRef pack : snapshot.packs()) {
          if (packs.getOrDefault(pack.id(), -1L) == pack.size()) {
            (worn.has(pack.id()) ? again : whole).add(pack.id());
          }
        }
        boolean borrowed = !own.contains(head.ref().snapshot());
        List<SegmentRef> fresh =
            snapshot.segments().stream().filter(segment -> learned.add(segment.id())).toList();
        List<byte[]> packed = documents.packedSegments(fresh);
        List<Segment> saying = SnapshotShape.blobs(fresh, packed);
        for (int at = 0; at < fresh.size(); at++) {
          Segment said = saying.get(at);
          known.learn(said, whole, borrowed);
          known.learnWorn(said, again, borrowed);
          if (!borrowed) {
            // What another head says, this record says otherwise: it has to borrow its blobs.
            segments.learn(fresh.get(at), packed.get(at), said, whole);
          }
        }
      } catch (StoreException.Missing | StoreException.Corrupt e) {
        // A damaged snapshot cannot be built upon: its blobs are packed again, which mends it.
        progress.warn(notWhole(head));
      }
    }
    return new StoreContent(known, packs, segments);
  }

  private List<Head> heads() throws StoreException {
    List<Head> heads = new ArrayList<>();
    for (String name : refs.names()) {
      NamedRefs named = refs.of(name);
      for (StoredObject half : named.half()) {
        progress.warn(
            "a save of `"
                + name
                + "` never arrived whole in the store, and is passed over (ref `"
                + half.name()
                + "`)");
      }
      heads.addAll(named.heads());
    }
    return heads;
  }

  private static String notWhole(Head head) {
    return "the save "
        + head.ref().snapshot().brief()
        + " of `"
        + head.ref().name()
        + "` is not whole in the store; `envsnap verify --store` says what it lacks";
  }
}
