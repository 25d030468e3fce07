package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fills packs one after the other, and puts each into the store when it is full. */
final class PackQueue implements AutoCloseable {
  private final ObjectStore store;
  private final Path spool;
  private final long packSize;
  private final KnownBlobs known;
  private final Map<Digest, Waiting> waiting = new HashMap<>();
  private final FrameCompressor compressor = new FrameCompressor();
  private @Nullable PackWriter current;
  private long added;
  private final Map<Digest, Long> put = new HashMap<>();

  private record Waiting(PackWriter.Place place, long size) {}

  PackQueue(ObjectStore store, Path spool, long packSize, KnownBlobs known) {
    this.store = store;
    this.spool = spool;
    this.packSize = packSize;
    this.known = known;
  }

  /** Whether the blob is in the store already, or on its way. */
  boolean has(Digest digest) {
    return waiting.containsKey(digest) || known.find(digest).isPresent();
  }

  /** Begins an entry; {@link #name} says afterwards which blob its bytes were. */
  PackWriter.Place add(TreePath path, Metadata metadata, long size, InputStream source)
      throws IOException, StoreException {
    PackWriter open = current;
    if (open == null || open.isFull() || (size > packSize && !open.isEmpty())) {
      flush();
      Files.createDirectories(spool);
      open = new PackWriter(Files.createTempFile(spool, "pack-", ".tar.zst"), packSize, compressor);
      current = open;
    }
    return open.add(path, metadata, size, source);
  }

  void name(Digest digest, PackWriter.Place place, long size) {
    waiting.putIfAbsent(digest, new Waiting(place, size));
    known.expect(size);
  }

  /** Puts the pack that is being filled. */
  void flush() throws IOException, StoreException {
    PackWriter open = current;
    if (open == null) {
      return;
    }
    current = null;
    try (open) {
      PackWriter.Finished finished = open.finish();
      store.put(
          ObjectKind.PACK,
          finished.id().hex(),
          new SpoolSource(open.spool(), finished.size(), Optional.of(finished.id())));
      known.learn(finished.id(), finished.frames());
      waiting.forEach(
          (digest, blob) -> known.learn(digest, blob.place().in(finished.id(), blob.size())));
      waiting.clear();
      added += finished.size();
      put.put(finished.id(), finished.size());
    }
  }

  long added() {
    return added;
  }

  /** The packs that were put, with their sizes. */
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
    }
  }

  private record SpoolSource(Path file, long size, Optional<Digest> digest) implements BlobSource {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void copyTo(FileChannel out) throws IOException {
      try (FileChannel in = FileChannel.open(file)) {
        long done = 0;
        while (done < size) {
          long some = in.transferTo(done, size - done, out);
          if (some <= 0) {
            throw new IOException("`" + file + "` is shorter than it was");
          }
          done += some;
        }
      }
    }
  }
}
