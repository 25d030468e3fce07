package io.envsnap.agent.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compresses frames on two threads, and gives them back in the order in which they came. */
final class FrameCompressor implements AutoCloseable {
  /** Packs of W are an eighth smaller with 3, and take twice as long to compress (speed.md). */
  private static final int LEVEL = 1;

  /** For what is soon compressed anyway. */
  private static final int THOROUGH = 9;

  private static final long LITTLE = 8 << 20;

  private static final int THREADS = 2;
  private static final int MOST_IN_FLIGHT = 3;

  /** Memory that nobody has used costs more than what is read into it. */
  private static final int LEAST = 1 << 17;

  /**
   * A compressed frame.
   *
   * @param bytes as they stand in the pack, in a buffer that is used again
   * @param rawLength length before compression
   * @param digest of {@code bytes}
   */
  record Compressed(ByteBuffer bytes, int rawLength, Digest digest) {}

  /** Takes compressed frames, in order, and is done with each when it returns. */
  interface Sink {
    void accept(Compressed frame) throws IOException;
  }

  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final BlockingQueue<Bench> benches = new ArrayBlockingQueue<>(THREADS);
  private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final Queue<ByteBuffer> freePacked = new ConcurrentLinkedQueue<>();
  private final Deque<Future<Compressed>> inFlight = new ArrayDeque<>();
  private Sink sink = frame -> {};
  private long expected;

  FrameCompressor() {
    for (int worker = 0; worker < THREADS; worker++) {
      benches.add(new Bench());
    }
  }

  /** What one worker needs again for each frame; making it anew costs as much as some frames. */
  private static final class Bench implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    Bench() {
      context.setChecksum(true);
    }

    Compressed compress(ByteBuffer raw, ByteBuffer packed, int level) {
      context.setLevel(level);
      int length = raw.remaining();
      int size =
          context.compressDirectByteBuffer(packed.clear(), 0, packed.capacity(), raw, 0, length);
      packed.clear().limit(size);
      return new Compressed(packed, length, Digest.of(packed));
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** Says how many more bytes are about to come: of few, each may take ten times as long. */
  void expect(long bytes) {
    expected += bytes;
  }

  /** What comes from now on is for that sink; what is under way is for nobody any more. */
  void begin(Sink next) throws IOException {
    sink = frame -> {};
    drain();
    sink = next;
  }

  /** An empty buffer for a frame. */
  ByteBuffer buffer() {
    int least = (int) Math.min(FrameStream.LARGEST, Math.max(LEAST, 2 * expected));
    ByteBuffer next = free.poll();
    while (next != null && next.capacity() < least) {
      // It is of a time when less was expected.
      next = free.poll();
    }
    return next == null ? ByteBuffer.allocateDirect(least) : next.clear();
  }

  /** Takes a buffer back. */
  void release(ByteBuffer unused) {
    free.add(unused);
  }

  /** Takes the buffer, and gives another for the next frame. */
  ByteBuffer add(ByteBuffer raw) throws IOException {
    int level = expected <= LITTLE ? THOROUGH : LEVEL;
    inFlight.add(workers.submit(() -> compress(raw, level)));
    while (inFlight.size() > MOST_IN_FLIGHT) {
      passOn();
    }
    return buffer();
  }

  /** Waits for all frames. */
  void drain() throws IOException {
    while (!inFlight.isEmpty()) {
      passOn();
    }
  }

  private void passOn() throws IOException {
    Compressed frame = Threads.result(inFlight.remove(), "a frame could not be compressed");
    sink.accept(frame);
    freePacked.add(frame.bytes());
  }

  private Compressed compress(ByteBuffer raw, int level) throws InterruptedException {
    Bench bench = benches.take();
    int most = (int) Zstd.compressBound(raw.capacity());
    ByteBuffer packed = freePacked.poll();
    try {
      return bench.compress(
          raw,
          packed == null || packed.capacity() < most ? ByteBuffer.allocateDirect(most) : packed,
          level);
    } finally {
      benches.add(bench);
      free.add(raw);
    }
  }

  @Override
  public void close() {
    // A context that is still at work must not be taken away from under it.
    if (Threads.end(workers)) {
      benches.forEach(Bench::close);
    }
  }
}
