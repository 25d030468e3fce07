package io.envsnap.agent.snapshot;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a buffer as a stream. */
final class BufferStream extends InputStream {
  private final ByteBuffer left;

  BufferStream(ByteBuffer bytes) {
    this.left = bytes.duplicate();
  }

  @Override
  public int read() {
    return left.hasRemaining() ? left.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int from, int count) {
    if (!left.hasRemaining()) {
      return count == 0 ? 0 : -1;
    }
    int some = Math.min(count, left.remaining());
    left.get(target, from, some);
    return some;
  }
}
