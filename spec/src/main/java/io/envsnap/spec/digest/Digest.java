package io.envsnap.spec.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of some bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final int LENGTH = 64;
  private static final int BUFFER = 1 << 17;
  private static final String PREFIX = "sha256:";

  /** Refuses anything but 64 lower-case hexadecimal digits. */
  public Digest {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not a SHA-256: `" + hex + "`");
    }
  }

  private static boolean isHex(String text) {
    boolean right = text.length() == LENGTH;
    for (int at = 0; right && at < LENGTH; at++) {
      char digit = text.charAt(at);
      right = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    }
    return right;
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return ofHash(sha256().digest(bytes));
  }

  /** The digest of all that is left in a buffer, which stays where it is. */
  public static Digest of(ByteBuffer bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes.duplicate());
    return ofHash(digest.digest());
  }

  /** The digest of all that a stream has from here on; it stays open. */
  public static Digest of(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return ofHash(digest.digest());
  }

  /** The digest that a finished {@link #sha256()} computation gave. */
  public static Digest ofHash(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  /** Whether it is what a computation gave, without making another of those bytes. */
  public boolean isHash(byte[] hash) {
    boolean same = 2 * hash.length == LENGTH;
    for (int at = 0; same && at < hash.length; at++) {
      same =
          HexFormat.fromHexDigit(hex.charAt(2 * at)) == ((hash[at] >> 4) & 0xF)
              && HexFormat.fromHexDigit(hex.charAt(2 * at + 1)) == (hash[at] & 0xF);
    }
    return same;
  }

  /**
   * Reads {@code sha256:<64 hex digits>}.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("not a `sha256:` digest: `" + text + "`");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** A new SHA-256 computation; every Java platform has the algorithm. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  // Written out, here and in a few other records that maps are full of: those that Java generates
  // are made of method handles, which only the optimizing compiler makes quick.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  /** The first twelve digits, for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  /** {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
