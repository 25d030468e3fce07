package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of an open file, in chunks: Java itself opens no file whose name is not UTF-8. */
final class FileInput extends InputStream {
  private static final int CHUNK = 1 << 16;

  private final int fd;
  private final TreePath path;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).limit(0);
  private boolean closed;

  /** Takes over the descriptor. */
  FileInput(int fd, TreePath path) {
    this.fd = fd;
    this.path = path;
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, chunk.remaining());
    chunk.get(bytes, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    if (!chunk.hasRemaining()) {
      if (closed) {
        throw new IOException("`" + path + "` is closed");
      }
      chunk.clear();
      int count = SystemCalls.read(fd, chunk);
      chunk.position(0).limit(Math.max(count, 0));
      if (count < 0) {
        throw Errno.failure(-count, "read", path);
      }
    }
    return chunk.hasRemaining();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      SystemCalls.close(fd);
    }
  }
}
