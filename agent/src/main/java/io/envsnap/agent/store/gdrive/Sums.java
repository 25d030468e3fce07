package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is known of bytes before they are sent, and compared with what Drive says that it has.
 *
 * @param size in bytes
 * @param md5 in hexadecimal digits
 * @param sha256 in hexadecimal digits
 */
record Sums(long size, String md5, String sha256) {
  /** Reads a source once. */
  static Sums of(BlobSource source) throws IOException {
    MessageDigest md5 = digest("MD5");
    MessageDigest sha256 = digest("SHA-256");
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    try (InputStream in = source.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        md5.update(buffer, 0, n);
        sha256.update(buffer, 0, n);
        size += n;
      }
    }
    HexFormat hex = HexFormat.of();
    return new Sums(size, hex.formatHex(md5.digest()), hex.formatHex(sha256.digest()));
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a file has these bytes; Drive does not know the SHA-256 of every file. */
  boolean match(File file) {
    return file.getSize() != null
        && file.getSize() == size
        && md5.equals(file.getMd5Checksum())
        && (file.getSha256Checksum() == null || sha256.equals(file.getSha256Checksum()));
  }
}
