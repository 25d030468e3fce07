package io.envsnap.agent.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Compresses frames on two threads, and gives them back in the order in which they came. */
final class FrameCompressor implements AutoCloseable {
  /** Packs of W are an eighth smaller with 3, and take twice as long to compress (speed.md). */
  private static final int LEVEL = 1;

  private static final int THREADS = 2;
  private static final int MOST_IN_FLIGHT = 6;

  /**
   * A compressed frame.
   *
   * @param bytes as they stand in the pack
   * @param rawLength length before compression
   * @param digest of {@code bytes}
   */
  record Compressed(byte[] bytes, int rawLength, Digest digest) {}

  /** Takes compressed frames, in order. */
  interface Sink {
    void accept(Compressed frame) throws IOException;
  }

  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final BlockingQueue<Bench> benches = new ArrayBlockingQueue<>(THREADS);
  private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final Deque<Future<Compressed>> inFlight = new ArrayDeque<>();
  private final Sink sink;

  FrameCompressor(Sink sink) {
    this.sink = sink;
    for (int worker = 0; worker < THREADS; worker++) {
      benches.add(new Bench());
    }
  }

  /** What one worker needs again for each frame; making it anew costs as much as some frames. */
  private static final class Bench implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] packed = new byte[0];

    Bench() {
      context.setLevel(LEVEL);
      context.setChecksum(true);
    }

    Compressed compress(byte[] raw, int length) {
      int bound = (int) Zstd.compressBound(length);
      packed = packed.length < bound ? new byte[bound] : packed;
      int size = context.compressByteArray(packed, 0, packed.length, raw, 0, length);
      byte[] exact = Arrays.copyOf(packed, size);
      return new Compressed(exact, length, Digest.of(exact));
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** Takes the array, and gives another for the next frame. */
  byte[] add(byte[] raw, int length) throws IOException {
    inFlight.add(workers.submit(() -> compress(raw, length)));
    while (inFlight.size() > MOST_IN_FLIGHT) {
      passOn();
    }
    byte[] next = free.poll();
    return next == null ? new byte[raw.length] : next;
  }

  /** Waits for all frames. */
  void drain() throws IOException {
    while (!inFlight.isEmpty()) {
      passOn();
    }
  }

  private void passOn() throws IOException {
    try {
      sink.accept(inFlight.remove().get());
    } catch (ExecutionException e) {
      throw new IOException("a frame could not be compressed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Compressed compress(byte[] raw, int length) throws InterruptedException {
    Bench bench = benches.take();
    try {
      return bench.compress(raw, length);
    } finally {
      benches.add(bench);
      free.add(raw);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    try {
      // A context that is still at work must not be taken away from under it.
      if (workers.awaitTermination(1, TimeUnit.MINUTES)) {
        benches.forEach(Bench::close);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
