package io.envsnap.testkit.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Zstandard frames that compress nothing, or far too much (RFC 8878): a magic number, a header with
 * the content's size, and blocks that are either bytes as they are or one byte many times.
 */
final class ZstdFrame {
  private static final int MAGIC = 0xFD2FB528;

  /** A single segment with eight bytes of content size, and no checksum. */
  private static final int DESCRIPTOR = 0xE0;

  private static final int LARGEST_BLOCK = 1 << 17;
  private static final int RAW = 0;
  private static final int REPEATED = 1;

  private ZstdFrame() {}

  /** A frame of these bytes. */
  static byte[] of(byte[] content) {
    ByteArrayOutputStream out = header(content.length);
    int at = 0;
    do {
      int length = Math.min(LARGEST_BLOCK, content.length - at);
      block(out, RAW, length, at + length == content.length);
      out.write(content, at, length);
      at += length;
    } while (at < content.length);
    return out.toByteArray();
  }

  /** A small frame of so many bytes, a multiple of 128 KiB. */
  static byte[] bomb(long length) {
    return bomb(length, length);
  }

  /** The same that says it has another length. */
  static byte[] bomb(long length, long said) {
    ByteArrayOutputStream out = header(said);
    for (long left = length; left > 0; left -= LARGEST_BLOCK) {
      block(out, REPEATED, LARGEST_BLOCK, left == LARGEST_BLOCK);
      out.write(' ');
    }
    return out.toByteArray();
  }

  private static ByteArrayOutputStream header(long length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer header = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(header.putInt(MAGIC).put((byte) DESCRIPTOR).putLong(length).array());
    return out;
  }

  private static void block(ByteArrayOutputStream out, int type, int length, boolean last) {
    int header = (last ? 1 : 0) | type << 1 | length << 3;
    out.write(header);
    out.write(header >> 8);
    out.write(header >> 16);
  }
}
