package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compares a file with a digest that somebody else has made of it. */
final class FileDigest {
  private static final String MD5 = "md5:";
  private static final String SHA256 = "sha256:";

  private final HostTree tree;

  FileDigest(HostTree tree) {
    this.tree = tree;
  }

  /**
   * Whether the file has that digest.
   *
   * @param expected {@code md5:} or {@code sha256:} and hexadecimal digits; nothing else matches
   */
  boolean matches(TreePath path, String expected) throws IOException {
    if (expected.startsWith(MD5)) {
      return expected.substring(MD5.length()).equals(hash(path, md5()));
    }
    return expected.startsWith(SHA256)
        && expected.substring(SHA256.length()).equals(hash(path, Digest.sha256()));
  }

  private String hash(TreePath path, MessageDigest digest) throws IOException {
    try (InputStream in = tree.open(path)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * MD5 protects nothing here: it is what dpkg keeps, and tells an edited file from an original.
   */
  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks MD5", e);
    }
  }
}
