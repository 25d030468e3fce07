package io.envsnap.agent.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads little-endian numbers anywhere in a file, through a window; what lies past its end is 0.
 */
final class HeaderReader {
  private static final int WINDOW = 4096;

  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
  private long start = -1;

  HeaderReader(FileChannel channel) {
    this.channel = channel;
  }

  int u8(long at) throws IOException {
    return need(at, 1) ? window.get((int) (at - start)) & 0xff : 0;
  }

  int u16(long at) throws IOException {
    return need(at, 2) ? window.getShort((int) (at - start)) & 0xffff : 0;
  }

  long u32(long at) throws IOException {
    return need(at, 4) ? window.getInt((int) (at - start)) & 0xffffffffL : 0;
  }

  long u64(long at) throws IOException {
    return need(at, 8) ? window.getLong((int) (at - start)) : 0;
  }

  /** A text up to its NUL. */
  String text(long at, int most) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < most; i++) {
      int octet = u8(at + i);
      if (octet == 0) {
        break;
      }
      // ISO 8859-1, in which each byte is the letter of that number.
      text.append((char) octet);
    }
    return text.toString();
  }

  private boolean need(long at, int length) throws IOException {
    if (at < 0) {
      return false;
    }
    if (start < 0 || at < start || at + length > start + window.limit()) {
      window.clear();
      int got = 0;
      while (window.hasRemaining()) {
        int more = channel.read(window, at + got);
        if (more < 0) {
          break;
        }
        got += more;
      }
      window.flip();
      start = at;
    }
    return at + length <= start + window.limit();
  }
}
