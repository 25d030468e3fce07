package io.envsnap.agent.snapshot;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Fetches frames of packs, and decodes none whose digest is wrong. For one thread. */
final class FrameReader implements AutoCloseable {
  /** No frame that envsnap writes is larger, decoded or not. */
  private static final int LIMIT = 16 << 20;

  private final ObjectStore store;
  private ByteBuffer packed = ByteBuffer.allocateDirect(0);
  private ByteBuffer raw = ByteBuffer.allocateDirect(0);
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private long bytesRead;

  FrameReader(ObjectStore store) {
    this.store = store;
  }

  /** The decoded bytes; good until the next call. */
  ByteBuffer read(Digest pack, Frame frame) throws StoreException {
    if (frame.length() < 0
        || frame.length() > LIMIT
        || frame.rawLength() < 0
        || frame.rawLength() > LIMIT) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
    }
    packed = roomFor(frame.length(), packed);
    raw = roomFor(frame.rawLength(), raw);
    packed.clear().limit(frame.length());
    try {
      store.read(ObjectKind.PACK, pack.hex(), frame.offset(), packed);
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "The pack `" + pack.hex() + "` cannot be read from " + store.address(),
          "Look whether the store is still mounted",
          e);
    }
    boolean whole = !packed.hasRemaining();
    packed.flip();
    bytesRead += packed.remaining();
    if (!whole || !Digest.of(packed).equals(frame.digest())) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
    }
    try {
      long length =
          context.decompressDirectByteBuffer(raw, 0, frame.rawLength(), packed, 0, frame.length());
      if (length != frame.rawLength()) {
        throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
      }
    } catch (ZstdException e) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), e);
    }
    return raw.duplicate().position(0).limit(frame.rawLength());
  }

  private static ByteBuffer roomFor(int size, ByteBuffer buffer) {
    return buffer.capacity() < size
        ? ByteBuffer.allocateDirect(Math.max(size, FrameStream.LARGEST))
        : buffer;
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() {
    context.close();
  }
}
