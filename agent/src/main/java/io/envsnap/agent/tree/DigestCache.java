package io.envsnap.agent.tree;

import io.envsnap.agent.disk.ChecksummedFile;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Digests of files that were read or written before, so that nobody reads them again while they
 * hold still. A file is known by device, inode, size and both of its times; no program can set the
 * second of them, the time of the inode's last change. Thread-safe.
 *
 * <p>Two changes can share such a time, so a file is remembered only when its last change is
 * {@value #MARGIN_SECONDS} seconds older than this cache (the "racy" files of git's index,
 * racy-git.txt). Writing to memory that is shared with a file moves the time with the first write
 * alone (mmap(2)), so what a process had so in memory when the cache was opened is not remembered
 * either. Nor is a file with extended attributes.
 */
public final class DigestCache {
  private static final byte[] HEAD = "envsnap-digests 1\n".getBytes(StandardCharsets.UTF_8);
  private static final int HASH = 32;
  private static final int ENTRY = 5 * Long.BYTES + 2 * Integer.BYTES + HASH;
  private static final int MARGIN_SECONDS = 2;
  private static final Duration FINE_MARGIN = Duration.ofMillis(100);
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Map<Identity, Known> known;
  private final Set<Inode> shared;
  private final long since;
  private final Timestamp fineSince;
  private volatile boolean changed;

  private DigestCache(
      Map<Identity, Known> known, Set<Inode> shared, long since, Timestamp fineSince) {
    this.known = known;
    this.shared = shared;
    this.since = since;
    this.fineSince = fineSince;
  }

  /** What tells that a file is the one that it was. */
  private record Identity(long device, long inode, long size, Timestamp mtime, Timestamp ctime) {
    // Written out, as maps are full of them: what Java generates is made of method handles, which
    // only the optimizing compiler makes quick.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Identity same
          && inode == same.inode
          && device == same.device
          && size == same.size
          && mtime.seconds() == same.mtime.seconds()
          && mtime.nanos() == same.mtime.nanos()
          && ctime.seconds() == same.ctime.seconds()
          && ctime.nanos() == same.ctime.nanos();
    }

    @Override
    public int hashCode() {
      return Long.hashCode(inode * 31 + device) * 31 + ctime.nanos();
    }

    static Identity of(FileStatus status) {
      return new Identity(
          status.device(), status.inode(), status.size(), status.mtime(), status.ctime());
    }

    static Identity of(Stat stat) {
      return new Identity(stat.device(), stat.inode(), stat.size(), stat.mtime(), stat.ctime());
    }
  }

  private record Inode(long device, long number) {}

  /** What is known of a file, and whether anybody has asked for it. */
  private static final class Known {
    private final Digest digest;
    private volatile boolean used;

    Known(Digest digest, boolean used) {
      this.digest = digest;
      this.used = used;
    }
  }

  /** One that knows nothing, so that every file is read. */
  public static DigestCache empty() {
    return new DigestCache(
        new ConcurrentHashMap<>(), Set.of(), Long.MIN_VALUE, new Timestamp(Long.MIN_VALUE, 0));
  }

  /**
   * Opens one that was saved; without it, or with a damaged one, nothing is known.
   *
   * @param tree whose files it knows
   * @param now by the clock that files get their times from
   */
  public static DigestCache open(Path file, HostTree tree, Instant now) throws IOException {
    Set<Inode> shared = new HashSet<>();
    for (TreePath path : new MappedFiles().writable()) {
      tree.status(path).ifPresent(status -> shared.add(new Inode(status.device(), status.inode())));
    }
    Instant fine = now.minus(FINE_MARGIN);
    return new DigestCache(
        read(file),
        shared,
        now.getEpochSecond() - MARGIN_SECONDS,
        new Timestamp(fine.getEpochSecond(), fine.getNano()));
  }

  /** The digest of that very file, if it is remembered; it has no extended attributes then. */
  public Optional<Digest> find(FileStatus status) {
    return Optional.ofNullable(find(Identity.of(status)));
  }

  /** The same digest, else null. */
  @Nullable Digest find(Stat stat) {
    return find(Identity.of(stat));
  }

  private @Nullable Digest find(Identity identity) {
    Known found = known.get(identity);
    if (found == null || isShared(identity.device(), identity.inode())) {
      return null;
    }
    found.used = true;
    return found.digest;
  }

  /**
   * Whether no change can hide behind this status: the last one is old enough that another would
   * have another time, and no process can write to the file unseen.
   */
  public boolean holdsStill(FileStatus status) {
    return isOld(status.ctime()) && !isShared(status.device(), status.inode());
  }

  private boolean isShared(long device, long inode) {
    return !shared.isEmpty() && shared.contains(new Inode(device, inode));
  }

  /**
   * Where a file system counts nanoseconds, it takes them from a clock that ticks a hundred times a
   * second at least, so a tenth of a second is as good as two seconds are elsewhere.
   */
  private boolean isOld(Timestamp ctime) {
    boolean fine = ctime.nanos() % NANOS_PER_MILLI != 0;
    return ctime.seconds() < since || (fine && ctime.compareTo(fineSince) < 0);
  }

  /** Remembers what was read of a file that has held still meanwhile. */
  public void read(FileStatus status, Digest digest) {
    if (status.ctime().seconds() < since) {
      remember(Identity.of(status), digest);
    }
  }

  /** Remembers a file that this process has just put in its place. */
  void written(Stat stat, Digest digest) {
    if (since > Long.MIN_VALUE) {
      remember(Identity.of(stat), digest);
    }
  }

  /**
   * Keeps what is remembered of a file that this process has given a further name, which changes
   * the time of its inode alone.
   */
  void linked(Stat before, Stat after) {
    Digest digest = find(Identity.of(before));
    boolean same =
        before.isSameInode(after)
            && before.size() == after.size()
            && before.mtime().equals(after.mtime());
    if (since > Long.MIN_VALUE && digest != null && same) {
      remember(Identity.of(after), digest);
    }
  }

  private void remember(Identity identity, Digest digest) {
    Known before = known.put(identity, new Known(digest, true));
    if (before == null || !before.digest.equals(digest)) {
      changed = true;
    }
  }

  /** Forgets what was not asked for since it was opened. */
  public void forgetUnused() {
    if (known.values().removeIf(one -> !one.used)) {
      changed = true;
    }
  }

  /**
   * Saves it whole where it changed, for this user only; 80 bytes a file. What cannot be saved is
   * read again next time, and that is all.
   */
  public void save(Path file) {
    if (changed) {
      ChecksummedFile.write(file, HEAD, known.size() * ENTRY, this::put);
    }
  }

  private void put(ByteBuffer bytes) {
    known.forEach(
        (identity, one) -> {
          bytes.putLong(identity.device()).putLong(identity.inode());
          bytes.putLong(identity.size());
          put(bytes, identity.mtime());
          put(bytes, identity.ctime());
          bytes.put(one.digest.bytes());
        });
  }

  private static Map<Identity, Known> read(Path file) throws IOException {
    Optional<ByteBuffer> saved = ChecksummedFile.read(file, HEAD);
    if (saved.isEmpty() || saved.get().remaining() % ENTRY != 0) {
      return new ConcurrentHashMap<>();
    }
    ByteBuffer bytes = saved.get();
    Map<Identity, Known> known = new ConcurrentHashMap<>(bytes.remaining() / ENTRY);
    while (bytes.hasRemaining()) {
      Identity identity =
          new Identity(bytes.getLong(), bytes.getLong(), bytes.getLong(), time(bytes), time(bytes));
      byte[] hash = new byte[HASH];
      bytes.get(hash);
      known.put(identity, new Known(Digest.ofHash(hash), false));
    }
    return known;
  }

  private static void put(ByteBuffer bytes, Timestamp time) {
    bytes.putLong(time.seconds()).putInt(time.nanos());
  }

  private static Timestamp time(ByteBuffer bytes) {
    return new Timestamp(bytes.getLong(), bytes.getInt());
  }
}
