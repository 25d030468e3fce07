package io.envsnap.agent.snapshot;

import com.github.luben.zstd.ZstdCompressCtx;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compresses frames on two threads, and gives them back in the order in which they came. */
final class FrameCompressor implements AutoCloseable {
  private static final int LEVEL = 3;
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
  private final Deque<Future<Compressed>> inFlight = new ArrayDeque<>();
  private final Sink sink;

  FrameCompressor(Sink sink) {
    this.sink = sink;
  }

  void add(byte[] raw, int length) throws IOException {
    inFlight.add(workers.submit(() -> compress(raw, length)));
    while (inFlight.size() > MOST_IN_FLIGHT) {
      passOn();
    }
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

  private static Compressed compress(byte[] raw, int length) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL);
      context.setChecksum(true);
      byte[] piece = length == raw.length ? raw : Arrays.copyOf(raw, length);
      byte[] packed = context.compress(piece);
      return new Compressed(packed, length, Digest.of(packed));
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
