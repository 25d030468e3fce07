package io.envsnap.agent.tree;

import io.envsnap.agent.disk.ChecksummedFile;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * Digests of files by what tells that a file is the one that it was. Rows of numbers instead of
 * objects: 80 bytes a file and 8 to find it by, for a machine has hundreds of thousands. As bytes a
 * row is device, inode, size, both times as seconds and nanoseconds, and the digest. Safe to use
 * from several threads.
 */
final class DigestTable {
  private static final byte[] FORMAT = "envsnap-digests 2\n".getBytes(StandardCharsets.UTF_8);
  private static final int ROW = 80;
  private static final int LONGS = ROW / Long.BYTES;
  private static final int DIGEST = LONGS - 4;
  private static final int NONE = -1;

  /** Two workers ask for each file at once, and nobody adds one meanwhile. */
  private final StampedLock lock = new StampedLock();

  private long[] rows;
  private byte[] used;
  private int[] slots;
  private int size;

  /** An empty one with room for so many files. */
  DigestTable(int room) {
    this.rows = new long[LONGS * Math.max(room, 16)];
    this.used = new byte[rows.length / LONGS];
    this.slots = emptySlots(used.length);
  }

  private static int[] emptySlots(int room) {
    int[] slots = new int[Integer.highestOneBit(room) * 4];
    Arrays.fill(slots, NONE);
    return slots;
  }

  /** What tells that a file is the one that it was. */
  record Identity(long device, long inode, long size, Timestamp mtime, Timestamp ctime) {
    static Identity of(FileStatus status) {
      return new Identity(
          status.device(), status.inode(), status.size(), status.mtime(), status.ctime());
    }

    static Identity of(Stat stat) {
      return new Identity(stat.device(), stat.inode(), stat.size(), stat.mtime(), stat.ctime());
    }
  }

  /** The digest of that very file, which counts as asked for from now on. */
  @Nullable Digest find(Identity identity) {
    long stamp = lock.readLock();
    try {
      int row = slots[slotOf(identity)];
      if (row == NONE) {
        return null;
      }
      // Whoever else writes here meanwhile writes the same.
      used[row] = 1;
      int at = row * LONGS + DIGEST;
      return Digest.ofWords(rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Remembers it.
   *
   * @return whether that is news
   */
  boolean put(Identity identity, Digest digest) {
    long stamp = lock.writeLock();
    try {
      return enter(identity, digest);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private boolean enter(Identity identity, Digest digest) {
    int slot = slotOf(identity);
    boolean known = slots[slot] != NONE;
    if (!known) {
      append(identity);
      slots[slot] = size - 1;
    }
    int row = slots[slot];
    int at = row * LONGS + DIGEST;
    boolean same = known && digest.hasWords(rows[at], rows[at + 1], rows[at + 2], rows[at + 3]);
    digest.putWords(rows, at);
    used[row] = 1;
    if (size * 2 > slots.length) {
      refill();
    }
    return !same;
  }

  private void append(Identity identity) {
    if (size == used.length) {
      rows = Arrays.copyOf(rows, rows.length * 2);
      used = Arrays.copyOf(used, used.length * 2);
    }
    int at = size * LONGS;
    rows[at] = identity.device();
    rows[at + 1] = identity.inode();
    rows[at + 2] = identity.size();
    rows[at + 3] = identity.mtime().seconds();
    rows[at + 4] = identity.ctime().seconds();
    rows[at + 5] = nanos(identity);
    size++;
  }

  private static long nanos(Identity identity) {
    return ((long) identity.mtime().nanos() << Integer.SIZE) | identity.ctime().nanos();
  }

  private void refill() {
    slots = emptySlots(used.length);
    for (int row = 0; row < size; row++) {
      int at = row * LONGS;
      int slot = start(rows[at], rows[at + 1], rows[at + 5]);
      while (slots[slot] != NONE) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = row;
    }
  }

  private int start(long device, long inode, long nanos) {
    long mixed = (inode * 31 + device) * 31 + nanos;
    // Fibonacci hashing: inodes are numbers in a row, and so would be the places.
    return (int) ((mixed * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) & (slots.length - 1);
  }

  /** Where that file is, or would be. */
  private int slotOf(Identity identity) {
    long nanos = nanos(identity);
    int slot = start(identity.device(), identity.inode(), nanos);
    while (slots[slot] != NONE && !isAt(slots[slot] * LONGS, identity, nanos)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int at, Identity identity, long nanos) {
    return rows[at + 1] == identity.inode()
        && rows[at] == identity.device()
        && rows[at + 2] == identity.size()
        && rows[at + 3] == identity.mtime().seconds()
        && rows[at + 4] == identity.ctime().seconds()
        && rows[at + 5] == nanos;
  }

  /**
   * Saves it whole, for this user only, where that is worth it. What cannot be saved is found out
   * again next time, and that is all.
   *
   * @param onlyUsed whether only what was asked for or remembered is kept
   * @param changed whether it is saved even where nothing is left away
   */
  void save(Path file, boolean onlyUsed, boolean changed) {
    long stamp = lock.writeLock();
    try {
      int kept = 0;
      for (int row = 0; row < size; row++) {
        kept += onlyUsed ? used[row] : 1;
      }
      if (changed || kept < size) {
        ChecksummedFile.write(file, FORMAT, kept * ROW, bytes -> put(bytes, onlyUsed));
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void put(ByteBuffer target, boolean onlyUsed) {
    for (int row = 0; row < size; row++) {
      if (used[row] == 1 || !onlyUsed) {
        for (int at = row * LONGS; at < (row + 1) * LONGS; at++) {
          target.putLong(rows[at]);
        }
      }
    }
  }

  /** What was saved; without it, or with a damaged one, nothing is known. */
  static DigestTable open(Path file) {
    try {
      Optional<ByteBuffer> saved = ChecksummedFile.read(file, FORMAT);
      if (saved.isPresent() && saved.get().remaining() % ROW == 0) {
        return of(saved.get());
      }
    } catch (IOException e) {
      // It is a memory of what can be found out again.
    }
    return new DigestTable(0);
  }

  private static DigestTable of(ByteBuffer source) {
    DigestTable table = new DigestTable(source.remaining() / ROW);
    source.asLongBuffer().get(table.rows, 0, source.remaining() / Long.BYTES);
    table.size = source.remaining() / ROW;
    table.refill();
    return table;
  }
}
