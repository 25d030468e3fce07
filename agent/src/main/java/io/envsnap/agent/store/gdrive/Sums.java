package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is known of bytes before they are sent, and compared with what Drive says that it has.
 *
 * @param size in bytes
 * @param sha256 in hexadecimal digits
 * @param md5 in hexadecimal digits; empty where the bytes were not read for it
 */
record Sums(long size, String sha256, Optional<String> md5) {
  /** Of a source that knows its digest, as a pack does, nothing is read; another is read once. */
  static Sums of(BlobSource source) throws IOException {
    return source.digest().isPresent()
        ? new Sums(source.size(), source.digest().get().hex(), Optional.empty())
        : read(source);
  }

  private static Sums read(BlobSource source) throws IOException {
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
    return new Sums(size, hex.formatHex(sha256.digest()), Optional.of(hex.formatHex(md5.digest())));
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether a file has these bytes. Drive says the SHA-256 of nearly every file; of the others it
   * says the MD5, for which the source is read.
   */
  boolean match(File file, BlobSource source) throws IOException {
    if (file.getSize() == null || file.getSize() != size) {
      return false;
    }
    if (file.getSha256Checksum() != null) {
      return sha256.equals(file.getSha256Checksum())
          && (md5.isEmpty() || md5.get().equals(file.getMd5Checksum()));
    }
    Sums read = md5.isPresent() ? this : read(source);
    return read.sha256.equals(sha256)
        && read.md5.filter(known -> known.equals(file.getMd5Checksum())).isPresent();
  }
}
