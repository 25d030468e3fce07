package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.NewFile;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fills packs one after the other, and puts each into the store when it is full. */
final class PackQueue implements AutoCloseable {
  private final ObjectStore store;
  private final Path spool;
  private final long packSize;
  private final KnownBlobs known;
  private final Map<Digest, Waiting> waiting = new HashMap<>();
  private final FrameCompressor compressor = new FrameCompressor();
  private final PackSender sender;
  private @Nullable Function<IOException, StoreException> failures;
  private PackWriter.@Nullable UnwritableException broken;
  private @Nullable PackWriter current;
  private long added;
  private final Map<Digest, Long> put = new HashMap<>();

  private record Waiting(PackWriter.Place place, long size) {}

  PackQueue(ObjectStore store, Path spool, long packSize, KnownBlobs known) {
    this.store = store;
    this.sender = new PackSender(store);
    this.spool = spool;
    this.packSize = packSize;
    this.known = known;
  }

  /** Whether the blob is in the store already, or on its way. */
  boolean has(Digest digest) {
    return waiting.containsKey(digest) || known.find(digest).isPresent();
  }

  /** Says how many more bytes are about to be added, before the first of them is. */
  void expect(long bytes) {
    compressor.expect(bytes);
  }

  /** Begins an entry; {@link #name} says afterwards which blob its bytes were. */
  PackWriter.Place add(TreePath path, Metadata metadata, long size, ContentSource source)
      throws IOException, StoreException {
    if (broken != null) {
      throw failure(broken);
    }
    PackWriter open = current;
    if (open == null || open.isFull() || (size > packSize && !open.isEmpty())) {
      flush();
      open = new PackWriter(newFile(), packSize, compressor);
      current = open;
    }
    try {
      return open.add(path, metadata, size, source);
    } catch (PackWriter.UnwritableException e) {
      throw failure(e);
    }
  }

  /** On the store's own disk where it has one, so that a pack is written once. */
  private Path newFile() throws IOException, StoreException {
    Optional<NewFile> made = store.newFile(ObjectKind.PACK);
    if (made.isPresent()) {
      failures = made.get().failure();
      return made.get().path();
    }
    Files.createDirectories(spool);
    return Files.createTempFile(spool, "pack-", ".tar.zst");
  }

  /** Says which disk it was; nothing goes into that pack any more. */
  private StoreException failure(PackWriter.UnwritableException e) throws IOException {
    broken = e;
    if (failures == null) {
      throw e.reason();
    }
    return failures.apply(e.reason());
  }

  void name(Digest digest, PackWriter.Place place, long size) {
    waiting.putIfAbsent(digest, new Waiting(place, size));
    known.expect(size);
  }

  /** Puts the pack that is being filled, and waits until all are there. */
  void finish() throws IOException, StoreException {
    flush();
    sender.await();
  }

  private void flush() throws IOException, StoreException {
    PackWriter open = current;
    if (open == null) {
      return;
    }
    try {
      PackWriter.Finished finished = open.finish();
      sender.send(open.spool(), finished);
      current = null;
      known.learn(finished.id(), finished.frames());
      waiting.forEach(
          (digest, blob) -> known.learn(digest, blob.place().in(finished.id(), blob.size())));
      waiting.clear();
      added += finished.size();
      put.put(finished.id(), finished.size());
    } catch (PackWriter.UnwritableException e) {
      throw failure(e);
    }
  }

  long added() {
    return added;
  }

  /** The packs that were put, with their sizes; good once {@link #finish} has returned. */
  Map<Digest, Long> put() {
    return Map.copyOf(put);
  }

  @Override
  public void close() throws IOException {
    Optional<PackWriter> open = Optional.ofNullable(current);
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } finally {
      compressor.close();
      sender.close();
    }
  }
}
