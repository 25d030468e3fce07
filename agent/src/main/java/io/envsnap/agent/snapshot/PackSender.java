package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Puts full packs into the store while the next one is filled. One is on its way at a time, so that
 * a slow store lets no more than two lie on the disk.
 */
final class PackSender implements AutoCloseable {
  private final ObjectStore store;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private @Nullable Future<Void> sending;
  private @Nullable Path last;

  PackSender(ObjectStore store) {
    this.store = store;
  }

  /**
   * Puts it as soon as the one before is there, and deletes its file if that is left then.
   *
   * @throws StoreException when the one before could not be put; also by {@link #await}
   */
  void send(Path file, PackWriter.Finished pack) throws IOException, StoreException {
    await();
    last = file;
    sending =
        thread.submit(
            () -> {
              try {
                store.put(ObjectKind.PACK, pack.id().hex(), new PackSource(file, pack));
              } finally {
                Files.deleteIfExists(file);
              }
              return null;
            });
  }

  /** Waits until all are in the store. */
  void await() throws IOException, StoreException {
    Future<Void> underWay = sending;
    if (underWay != null) {
      sending = null;
      Threads.result(underWay);
    }
  }

  @Override
  public void close() throws IOException {
    Threads.end(thread);
    // Whoever gave up may have done so before this one's turn came.
    if (last != null) {
      Files.deleteIfExists(last);
    }
  }

  private record PackSource(Path path, PackWriter.Finished pack) implements BlobSource {
    @Override
    public long size() {
      return pack.size();
    }

    @Override
    public Optional<Digest> digest() {
      return Optional.of(pack.id());
    }

    @Override
    public Optional<Path> renamable() {
      return Optional.of(path);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public void copyTo(FileChannel out) throws IOException {
      try (FileChannel in = FileChannel.open(path)) {
        long done = 0;
        while (done < size()) {
          long some = in.transferTo(done, size() - done, out);
          if (some <= 0) {
            throw new IOException("`" + path + "` is shorter than it was");
          }
          done += some;
        }
      }
    }
  }
}
