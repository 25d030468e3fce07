package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Makes one digest of many texts and numbers. Each text goes in with its length, so that no two
 * sequences are alike.
 */
public final class DigestWriter {
  private final MessageDigest digest = Digest.sha256();
  private final ByteBuffer pending = ByteBuffer.allocate(1 << 13);
  private final long[] words = new long[4];
  private @Nullable Owner last;

  /** Any text. */
  public void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A name of a file, of which every byte counts. */
  public void name(String name) {
    bytes(SurrogateEscape.encode(name));
  }

  /** Any bytes. */
  public void bytes(byte[] bytes) {
    number(bytes.length);
    if (bytes.length > pending.capacity()) {
      flush();
      digest.update(bytes);
      return;
    }
    makeRoom(bytes.length);
    pending.put(bytes);
  }

  /** A number. */
  public void number(long number) {
    makeRoom(Long.BYTES);
    pending.putLong(number);
  }

  /** An owner; one number where it is the one before. */
  public void owner(Owner owner) {
    boolean same = owner.equals(last);
    number(same ? 1 : 0);
    if (!same) {
      text(owner.user());
      text(owner.group());
      number(owner.uid());
      number(owner.gid());
      last = owner;
    }
  }

  /** A digest. */
  void digest(Digest of) {
    of.putWords(words, 0);
    for (long word : words) {
      number(word);
    }
  }

  /** A time. */
  public void time(Timestamp time) {
    number(time.seconds());
    number(time.nanos());
  }

  private void makeRoom(int size) {
    if (pending.remaining() < size) {
      flush();
    }
  }

  private void flush() {
    digest.update(pending.flip());
    pending.clear();
  }

  /** Of all that was written; nothing may be written afterwards. */
  public Digest finish() {
    flush();
    return Digest.ofHash(digest.digest());
  }
}
