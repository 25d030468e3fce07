package io.envsnap.spec.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of some bytes, kept as numbers: a machine has one for each of its files, and as text
 * each would take three times the room.
 */
public final class Digest implements Comparable<Digest> {
  private static final int LENGTH = 64;
  private static final int WORD = 16;
  private static final int BUFFER = 1 << 17;
  private static final String PREFIX = "sha256:";

  private static volatile @Nullable Provider computer;

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /**
   * The digest of that text.
   *
   * @param hex 64 lower-case hexadecimal digits
   * @throws IllegalArgumentException when it is anything else
   */
  public Digest(String hex) {
    if (hex.length() != LENGTH) {
      throw malformed(hex);
    }
    this.first = word(hex, 0);
    this.second = word(hex, 1);
    this.third = word(hex, 2);
    this.fourth = word(hex, 3);
  }

  private Digest(ByteBuffer hash) {
    this.first = hash.getLong();
    this.second = hash.getLong();
    this.third = hash.getLong();
    this.fourth = hash.getLong();
  }

  private Digest(long first, long second, long third, long fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  /** The digest whose bytes are those of four numbers, the highest of each first. */
  public static Digest ofWords(long first, long second, long third, long fourth) {
    return new Digest(first, second, third, fourth);
  }

  /** Whether it is {@link #ofWords} of these. */
  public boolean hasWords(long one, long two, long three, long four) {
    return first == one && second == two && third == three && fourth == four;
  }

  /** The first number that {@link #ofWords} takes; as good as random. */
  public long firstWord() {
    return first;
  }

  /** Puts its four numbers, as {@link #ofWords} takes them, from a place on. */
  public void putWords(long[] target, int at) {
    target[at] = first;
    target[at + 1] = second;
    target[at + 2] = third;
    target[at + 3] = fourth;
  }

  private static long word(String hex, int number) {
    long word = 0;
    for (int at = number * WORD; at < (number + 1) * WORD; at++) {
      char digit = hex.charAt(at);
      int value;
      if (digit >= '0' && digit <= '9') {
        value = digit - '0';
      } else if (digit >= 'a' && digit <= 'f') {
        value = digit - 'a' + 10;
      } else {
        throw malformed(hex);
      }
      word = word << 4 | value;
    }
    return word;
  }

  private static IllegalArgumentException malformed(String hex) {
    return new IllegalArgumentException("not a SHA-256: `" + hex + "`");
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /** Its 32 bytes, in an array of the caller's own. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH / 2)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
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
    if (hash.length != LENGTH / 2) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + hash.length);
    }
    return new Digest(ByteBuffer.wrap(hash));
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

  /**
   * Has all digests of this process computed by somebody else from now on. Not through {@link
   * java.security.Security}, which loads every other provider to put one more beside them.
   *
   * @param provider offers SHA-256
   */
  public static void computeBy(Provider provider) {
    computer = provider;
  }

  /** A new SHA-256 computation; every Java platform has the algorithm. */
  public static MessageDigest sha256() {
    try {
      Provider provider = computer;
      return provider == null
          ? MessageDigest.getInstance("SHA-256")
          : MessageDigest.getInstance("SHA-256", provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && first == digest.first
        && second == digest.second
        && third == digest.third
        && fourth == digest.fourth;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /** As their digits are. */
  @Override
  public int compareTo(Digest other) {
    int order = Long.compareUnsigned(first, other.first);
    order = order == 0 ? Long.compareUnsigned(second, other.second) : order;
    order = order == 0 ? Long.compareUnsigned(third, other.third) : order;
    return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
  }

  /** The first twelve digits, for people. */
  public String brief() {
    return hex().substring(0, 12);
  }

  /** {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return PREFIX + hex();
  }
}
