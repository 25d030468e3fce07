package io.envsnap.agent.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of what can be found out again. It says its format in its first bytes and ends with the
 * CRC-32C of all before, in 8 bytes; a damaged one is as good as none.
 */
public final class ChecksummedFile {
  private ChecksummedFile() {}

  /**
   * Writes it whole, for this user only. What cannot be saved is found out again next time, and
   * that is all.
   *
   * @param length of the content in bytes
   * @param content puts so many bytes
   */
  public static void write(Path file, byte[] format, int length, Consumer<ByteBuffer> content) {
    ByteBuffer bytes = ByteBuffer.allocate(format.length + length + Long.BYTES).put(format);
    content.accept(bytes);
    bytes.putLong(checksum(bytes.array(), bytes.position()));
    try {
      WholeFile.write(file, bytes.array());
    } catch (IOException e) {
      return;
    }
  }

  /**
   * The content of one.
   *
   * @return empty where it is missing, damaged, or of another format
   * @throws IOException when it cannot be read
   */
  public static Optional<ByteBuffer> read(Path file, byte[] format) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] all = Files.readAllBytes(file);
    int end = all.length - Long.BYTES;
    boolean whole =
        end >= format.length
            && Arrays.equals(all, 0, format.length, format, 0, format.length)
            && ByteBuffer.wrap(all).getLong(end) == checksum(all, end);
    return whole
        ? Optional.of(ByteBuffer.wrap(all, format.length, end - format.length))
        : Optional.empty();
  }

  private static long checksum(byte[] bytes, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, end);
    return checksum.getValue();
  }
}
