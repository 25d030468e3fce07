package io.envsnap.agent.snapshot;

import io.envsnap.agent.tree.OpenFile;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The bytes of an open file, whose digest another thread computes while they are being used. */
final class AsideDigest implements ContentSource {
  private static final int PIECE = 1 << 19;
  private static final int PIECES = 3;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private @Nullable OpenFile file;
  private final ExecutorService thread;
  private final MessageDigest digest = Digest.sha256();
  private final List<Slot> slots = new ArrayList<>();
  private int next;

  /**
   * For one file after the other, as its buffers are large.
   *
   * @param thread does one thing after the other
   */
  AsideDigest(ExecutorService thread) {
    this.thread = thread;
    for (int slot = 0; slot < PIECES; slot++) {
      slots.add(new Slot());
    }
  }

  private static final class Slot {
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PIECE);
    private @Nullable Future<?> hashed;

    void await() throws IOException {
      Future<?> pending = hashed;
      if (pending != null) {
        Threads.result(pending, "a digest could not be computed");
      }
    }
  }

  /** Begins with the first byte of a file. */
  AsideDigest begin(OpenFile opened) throws IOException {
    digest();
    file = opened;
    return this;
  }

  @Override
  public ByteBuffer next() throws IOException {
    OpenFile from = file;
    if (from == null) {
      return NOTHING;
    }
    Slot slot = slots.get(next);
    next = (next + 1) % PIECES;
    slot.await();
    ByteBuffer bytes = slot.bytes.clear();
    while (bytes.hasRemaining() && from.read(bytes) >= 0) {}
    bytes.flip();
    ByteBuffer same = bytes.duplicate();
    slot.hashed = thread.submit(() -> digest.update(same));
    return bytes.duplicate();
  }

  /** The digest of all that was read since it began. */
  Digest digest() throws IOException {
    for (Slot slot : slots) {
      slot.await();
    }
    return Digest.ofHash(digest.digest());
  }
}
