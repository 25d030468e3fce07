package io.envsnap.agent.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, and no more. */
public final class BoundedStream extends FilterInputStream {
  private long left;

  /** The first {@code length} bytes of {@code in}; closing it closes that. */
  public BoundedStream(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int value = super.read();
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int some = super.read(bytes, offset, (int) Math.min(count, left));
    left -= Math.max(some, 0);
    return some;
  }
}
