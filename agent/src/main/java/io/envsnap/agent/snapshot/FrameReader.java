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

  /** Where a frame's header describes it, after four magic bytes. */
  private static final int DESCRIPTOR = 4;

  private static final int HAS_CHECKSUM = 4;
  private static final int CHECKSUM_SIZE = 4;

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
      int size = withoutChecksum(packed);
      long length = context.decompressDirectByteBuffer(raw, 0, frame.rawLength(), packed, 0, size);
      if (length != frame.rawLength()) {
        throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
      }
    } catch (ZstdException e) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), e);
    }
    return raw.duplicate().position(0).limit(frame.rawLength());
  }

  /**
   * Takes away a frame's own checksum, which says nothing that the digest of its bytes has not said
   * already, and takes a twentieth of the time to decode it: the flag in its header, and the last
   * four bytes (RFC 8878, 3.1.1).
   *
   * @return how many bytes the frame has now
   */
  private static int withoutChecksum(ByteBuffer frame) {
    int size = frame.limit();
    if (size <= DESCRIPTOR + CHECKSUM_SIZE) {
      return size;
    }
    byte descriptor = frame.get(DESCRIPTOR);
    if ((descriptor & HAS_CHECKSUM) == 0) {
      return size;
    }
    frame.put(DESCRIPTOR, (byte) (descriptor & ~HAS_CHECKSUM));
    return size - CHECKSUM_SIZE;
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
