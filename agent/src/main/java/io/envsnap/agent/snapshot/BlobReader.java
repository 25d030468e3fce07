package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers blobs: groups them by frame, so that each frame is fetched and decoded once. Every frame
 * is verified by the digest that the snapshot's own segments name, so the bytes are those that the
 * snapshot's maker packed; only where the maker took another's word for what they are, they are
 * checked against the digest of the blob too.
 */
final class BlobReader {
  private static final int WORKERS = 2;
  private static final long LARGE = 4L * FrameStream.LARGEST;

  private final ObjectStore store;
  private final KnownBlobs blobs;

  BlobReader(ObjectStore store, KnownBlobs blobs) {
    this.store = store;
    this.blobs = blobs;
  }

  /** A file and where it begins. */
  private record Wanted(TreeNode.RegularFile file, BlobLocation location) {}

  /** Files that begin in one frame. */
  private record Batch(Digest pack, int frame, List<Wanted> files) {
    /** Bytes that it has, where these are many; where not, batches stay in the order of packs. */
    private long large() {
      long bytes = 0;
      for (Wanted one : files) {
        bytes += one.file().size();
      }
      return bytes < LARGE ? 0 : bytes;
    }
  }

  long read(Collection<TreeNode.RegularFile> wanted, BlobReceiver receiver, Progress progress)
      throws IOException, StoreException {
    List<Batch> batches = batches(wanted);
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicInteger next = new AtomicInteger();
    List<Future<Long>> running = new ArrayList<>();
    try {
      for (int worker = 0; worker < WORKERS; worker++) {
        running.add(
            workers.submit(
                () -> {
                  try (FrameReader frames = new FrameReader(store)) {
                    BlobReceiver own = receiver.another();
                    for (int at = next.getAndIncrement();
                        at < batches.size() && !stopped.get();
                        at = next.getAndIncrement()) {
                      deliver(batches.get(at), frames, own, progress);
                    }
                    return frames.bytesRead();
                  } catch (IOException | StoreException | RuntimeException e) {
                    stopped.set(true);
                    throw e;
                  }
                }));
      }
      long total = 0;
      for (Future<Long> worker : running) {
        total += Threads.result(worker);
      }
      return total;
    } finally {
      stopped.set(true);
      workers.shutdown();
      awaitEnd(workers);
    }
  }

  // Nobody may go on to close the folders that a worker still writes into.
  private static void awaitEnd(ExecutorService workers) throws IOException {
    try {
      while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        workers.shutdown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<Batch> batches(Collection<TreeNode.RegularFile> wanted) throws StoreException {
    SortedMap<Digest, SortedMap<Integer, List<Wanted>>> byFrame = new TreeMap<>();
    for (TreeNode.RegularFile file : wanted) {
      BlobLocation location =
          blobs
              .find(file.digest())
              .filter(found -> found.size() == file.size())
              .orElseThrow(
                  () ->
                      new StoreException.Corrupt(
                          "No pack is named for `" + file.path() + "`",
                          "The snapshot is damaged; `envsnap list` shows older ones"));
      byFrame
          .computeIfAbsent(location.pack(), key -> new TreeMap<>())
          .computeIfAbsent(location.frame(), key -> new ArrayList<>())
          .add(new Wanted(file, location));
    }
    List<Batch> batches = new ArrayList<>();
    byFrame.forEach(
        (pack, frames) ->
            frames.forEach(
                (frame, files) -> {
                  files.sort(Comparator.comparingInt(one -> one.location().offset()));
                  batches.add(new Batch(pack, frame, files));
                }));
    // One file is one worker's: a large one at the end would leave the other without work.
    batches.sort(Comparator.comparingLong(Batch::large).reversed());
    return batches;
  }

  private void deliver(Batch batch, FrameReader frames, BlobReceiver receiver, Progress progress)
      throws IOException, StoreException {
    ByteBuffer first = ByteBuffer.allocate(0);
    boolean stale = true;
    for (Wanted one : batch.files()) {
      if (stale) {
        // A file that ran on into later frames has used the reader's buffer for them.
        first = frames.read(batch.pack(), frame(batch.pack(), batch.frame()));
      }
      Optional<MessageDigest> content =
          one.location().borrowed() ? Optional.of(Digest.sha256()) : Optional.empty();
      BlobReceiver.Sink sink = receiver.begin(one.file());
      boolean whole = false;
      try {
        long left = one.file().size();
        int number = batch.frame();
        ByteBuffer piece = slice(first, one.location().offset(), left, batch.pack());
        while (true) {
          left -= piece.remaining();
          ByteBuffer same = piece.duplicate();
          content.ifPresent(hash -> hash.update(same));
          int some = piece.remaining();
          sink.write(piece);
          progress.advance(some);
          if (left == 0) {
            break;
          }
          number++;
          ByteBuffer decoded = frames.read(batch.pack(), frame(batch.pack(), number));
          piece = slice(decoded, 0, left, batch.pack());
        }
        if (content.isPresent()
            && !Digest.ofHash(content.get().digest()).equals(one.file().digest())) {
          throw new StoreException.Corrupt(
              "The bytes that the snapshot names for `" + one.file().path() + "` are others",
              "Somebody else than envsnap made it, or it is damaged; `envsnap list` shows others");
        }
        sink.finish();
        whole = true;
      } finally {
        if (!whole) {
          sink.abort();
        }
      }
      progress.file();
      stale = one.location().offset() + one.file().size() > first.limit();
    }
  }

  private static ByteBuffer slice(ByteBuffer decoded, int offset, long left, Digest pack)
      throws StoreException {
    if (offset < 0 || offset > decoded.limit() || (offset == decoded.limit() && left > 0)) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
    }
    int length = (int) Math.min(left, decoded.limit() - (long) offset);
    return decoded.duplicate().position(offset).limit(offset + length);
  }

  private Frame frame(Digest pack, int number) throws StoreException {
    return blobs
        .frame(pack, number)
        .orElseThrow(() -> Documents.corrupt(ObjectKind.PACK, pack.hex(), null));
  }
}
