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
    List<SegmentRef> segments = new ArrayList<>();
    SortedSet<Digest> packs = new TreeSet<>();
    List<NewObject> fresh = new ArrayList<>();
    for (SegmentCutter.Cut cut :
        new SegmentCutter(content.blobs(), content.segments())
            .cut(writer.nodes(), writer.parts())) {
      segments.add(cut.ref());
      fresh.add(cut.object());
      packs.addAll(cut.packs());
    }
    Optional<WrittenSnapshot> same = unchanged(draft, segments, writer, fresh);
    if (same.isPresent()) {
      return same.get();
    }
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
    return new WrittenSnapshot(
        id, snapshot, writer.nodes(), writer.unreadable(), added + document.length, fresh);
  }

  /** The snapshot that is continued, when nothing has changed since: it need not be made again. */
  private Optional<WrittenSnapshot> unchanged(
      SnapshotDraft draft, List<SegmentRef> segments, SnapshotWriter writer, List<NewObject> fresh)
      throws StoreException {
    if (draft.parents().size() != 1) {
      return Optional.empty();
    }
    Digest parent = draft.parents().get(0);
    try {
      Snapshot before = documents.snapshot(parent);
      if (!before.segments().equals(segments)) {
        return Optional.empty();
      }
      // Nothing may be committed after this: what is missing of them is mended now.
      documents.putAll(fresh);
      return Optional.of(
          new WrittenSnapshot(parent, before, writer.nodes(), writer.unreadable(), 0, List.of()));
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
