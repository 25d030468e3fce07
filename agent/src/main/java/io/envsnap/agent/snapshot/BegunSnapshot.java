package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.codec.SnapshotJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A snapshot whose first files may be packed before it is known what else it shall hold. */
public final class BegunSnapshot implements AutoCloseable {
  private final Documents documents;
  private final InstantSource clock;
  private final StoreContent content;
  private final PackQueue queue;
  private final ContentPacker packer;
  private boolean closed;

  /** Closes the queue and the packer. */
  BegunSnapshot(
      Documents documents,
      InstantSource clock,
      StoreContent content,
      PackQueue queue,
      ContentPacker packer) {
    this.documents = documents;
    this.clock = clock;
    this.content = content;
    this.queue = queue;
    this.packer = packer;
  }

  /**
   * Packs the bytes of files on another thread, until the snapshot is completed; once at most. One
   * that is not in the draft then leaves bytes that nobody names.
   *
   * @param files regular files, sorted by path
   */
  public void packAhead(List<RecordedPath> files) {
    packer.packAhead(files);
  }

  /**
   * Packs all that is missing, and makes the documents.
   *
   * @throws IOException when a file of the tree or the spool fails
   */
  public WrittenSnapshot complete(SnapshotDraft draft, Progress progress)
      throws IOException, StoreException {
    SnapshotWriter writer = new SnapshotWriter(packer, progress);
    writer.write(draft);
    queue.finish();
    long added = queue.added();
    content.packs().putAll(queue.put());
    // Its buffers are large.
    close();
    progress.start("Writing the snapshot", 0, Progress.Unit.ITEMS);
    List<SegmentCutter.Cut> cuts =
        new SegmentCutter(content.blobs(), content.segments()).cut(writer.nodes(), writer.parts());
    List<SegmentRef> segments = cuts.stream().map(SegmentCutter.Cut::ref).toList();
    List<NewObject> fresh = new ArrayList<>(cuts.stream().map(SegmentCutter.Cut::object).toList());
    Optional<Snapshot> same = unchanged(draft, segments, fresh);
    if (same.isPresent()) {
      return written(draft.parents().get(0), same.get(), writer, cuts, 0, List.of());
    }
    SortedSet<Digest> packs = new TreeSet<>();
    cuts.forEach(cut -> packs.addAll(cut.packs()));
    Snapshot snapshot =
        new Snapshot(
            clock.instant(),
            draft.tool(),
            draft.machine(),
            draft.parents(),
            segments,
            packRefs(packs, content.packs()),
            writer.contentBytes());
    byte[] document = SnapshotJson.write(snapshot);
    Digest id = Digest.of(document);
    fresh.add(Documents.document(ObjectKind.SNAPSHOT, id, document, false));
    StoreAids.put(documents);
    return written(id, snapshot, writer, cuts, added + document.length, fresh);
  }

  private static WrittenSnapshot written(
      Digest id,
      Snapshot snapshot,
      SnapshotWriter writer,
      List<SegmentCutter.Cut> cuts,
      long added,
      List<NewObject> documents) {
    Map<Digest, Digest> notes = new HashMap<>();
    for (SegmentCutter.Cut cut : cuts) {
      if (cut.ref().nodes() > 0) {
        notes.put(cut.run(), cut.ref().id());
      }
    }
    return new WrittenSnapshot(
        id,
        snapshot,
        writer.nodes(),
        writer.unreadable(),
        added,
        documents,
        new SegmentNotes(notes));
  }

  /** The snapshot that is continued, when nothing has changed since: it need not be made again. */
  private Optional<Snapshot> unchanged(
      SnapshotDraft draft, List<SegmentRef> segments, List<NewObject> fresh) throws StoreException {
    if (draft.parents().size() != 1) {
      return Optional.empty();
    }
    try {
      Snapshot before = documents.snapshot(draft.parents().get(0));
      if (!before.segments().equals(segments)) {
        return Optional.empty();
      }
      // Nothing may be committed after this: what is missing of them is mended now.
      documents.putAll(fresh);
      return Optional.of(before);
    } catch (StoreException.Missing | StoreException.Corrupt e) {
      // A damaged one is made again.
      return Optional.empty();
    }
  }

  private static List<PackRef> packRefs(SortedSet<Digest> packs, Map<Digest, Long> sizes) {
    return packs.stream().map(id -> new PackRef(id, sizes.getOrDefault(id, 0L))).toList();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        packer.close();
      } finally {
        queue.close();
      }
    }
  }
}
