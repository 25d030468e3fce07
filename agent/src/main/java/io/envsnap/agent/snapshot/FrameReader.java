package io.envsnap.agent.snapshot;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Fetches frames of packs, and decodes none whose digest is wrong. For one thread. */
final class FrameReader implements AutoCloseable {
  /** No frame that envsnap writes is larger, decoded or not. */
  private static final int LIMIT = 16 << 20;

  private final ObjectStore store;
  private byte[] packed = new byte[0];
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
    packed = packed.length < frame.length() ? new byte[frame.length()] : packed;
    raw = raw.capacity() < frame.rawLength() ? ByteBuffer.allocateDirect(frame.rawLength()) : raw;
    int got;
    try (InputStream in = store.read(ObjectKind.PACK, pack.hex(), frame.offset(), frame.length())) {
      got = in.readNBytes(packed, 0, frame.length());
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "The pack `" + pack.hex() + "` cannot be read from " + store.address(),
          "Look whether the store is still mounted",
          e);
    }
    bytesRead += got;
    var digest = Digest.sha256();
    digest.update(packed, 0, got);
    if (got != frame.length() || !Digest.ofHash(digest.digest()).equals(frame.digest())) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
    }
    try {
      long length =
          context.decompressByteArrayToDirectByteBuffer(
              raw, 0, frame.rawLength(), packed, 0, frame.length());
      if (length != frame.rawLength()) {
        throw Documents.corrupt(ObjectKind.PACK, pack.hex(), null);
      }
    } catch (ZstdException e) {
      throw Documents.corrupt(ObjectKind.PACK, pack.hex(), e);
    }
    return raw.duplicate().position(0).limit(frame.rawLength());
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() {
    context.close();
  }
}
