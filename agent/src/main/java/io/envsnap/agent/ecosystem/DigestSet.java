package io.envsnap.agent.ecosystem;

import io.envsnap.spec.digest.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Digests that somebody may ask for or not. Rows of numbers instead of objects: 33 bytes a digest
 * and 8 to 16 to find it by, for a machine has hundreds of thousands. Safe to use from several
 * threads.
 */
final class DigestSet {
  /** Bytes of a digest. */
  static final int ROW = 32;

  private static final int WORDS = ROW / Long.BYTES;
  private static final int LEAST = 16;

  private long[] rows;
  private byte[] asked;
  private int[] slots;
  private int size;
  private int wanted;

  /** An empty one with room for so many. */
  DigestSet(int room) {
    this.rows = new long[WORDS * Math.max(room, LEAST)];
    this.asked = new byte[rows.length / WORDS];
    this.slots = new int[Integer.highestOneBit(asked.length) * 4];
  }

  /** All that is left in a buffer, {@value #ROW} bytes each; nobody has asked for them yet. */
  static DigestSet of(ByteBuffer digests) {
    DigestSet set = new DigestSet(digests.remaining() / ROW);
    set.size = digests.remaining() / ROW;
    digests.asLongBuffer().get(set.rows, 0, set.size * WORDS);
    set.fillSlots();
    return set;
  }

  /** Whether it is one of them; it counts as asked for from now on. */
  synchronized boolean has(Digest digest) {
    int number = slots[slot(digest)];
    if (number != 0) {
      ask(number - 1);
    }
    return number != 0;
  }

  /**
   * Adds it, as one that is asked for.
   *
   * @return whether it was none of them before
   */
  synchronized boolean add(Digest digest) {
    int slot = slot(digest);
    if (slots[slot] != 0) {
      ask(slots[slot] - 1);
      return false;
    }
    if (size == asked.length) {
      rows = Arrays.copyOf(rows, rows.length * 2);
      asked = Arrays.copyOf(asked, asked.length * 2);
      slots = new int[slots.length * 2];
      fillSlots();
      slot = slot(digest);
    }
    digest.putWords(rows, size * WORDS);
    size++;
    slots[slot] = size;
    ask(size - 1);
    return true;
  }

  private void ask(int row) {
    wanted += 1 - asked[row];
    asked[row] = 1;
  }

  /** The number of each row, and one more, at the first free place from that of its hash on. */
  private void fillSlots() {
    for (int row = 0; row < size; row++) {
      int at = row * WORDS;
      int slot = start(rows[at]);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = row + 1;
    }
  }

  /** Digests are as good as random already. */
  private int start(long word) {
    return (int) word & (slots.length - 1);
  }

  private int slot(Digest digest) {
    int slot = start(digest.firstWord());
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, digest)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int row, Digest digest) {
    int at = row * WORDS;
    return digest.hasWords(rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
  }

  /** Whether somebody asked for all of them. */
  synchronized boolean isWanted() {
    return wanted == size;
  }

  /** How many were asked for. */
  synchronized int wanted() {
    return wanted;
  }

  /** Puts those that were asked for. */
  synchronized void putWanted(ByteBuffer target) {
    for (int row = 0; row < size; row++) {
      for (int at = row * WORDS; asked[row] == 1 && at < (row + 1) * WORDS; at++) {
        target.putLong(rows[at]);
      }
    }
  }
}
