package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
  private static final int MARGIN_SECONDS = 2;
  private static final Duration FINE_MARGIN = Duration.ofMillis(100);
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final Supplier<DigestTable> saved;
  private final Set<Inode> shared;
  private final long since;
  private final Timestamp fineSince;
  private volatile @Nullable DigestTable table;
  private volatile boolean changed;
  private volatile boolean forgetful;

  private DigestCache(
      Supplier<DigestTable> saved, Set<Inode> shared, long since, Timestamp fineSince) {
    this.saved = saved;
    this.shared = shared;
    this.since = since;
    this.fineSince = fineSince;
  }

  private record Inode(long device, long number) {}

  /** One that knows nothing, so that every file is read. */
  public static DigestCache empty() {
    return new DigestCache(
        () -> new DigestTable(0), Set.of(), Long.MIN_VALUE, new Timestamp(Long.MIN_VALUE, 0));
  }

  /**
   * Opens one that was saved; without it, or with a damaged one, nothing is known. It is read when
   * somebody asks first.
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
        () -> DigestTable.open(file),
        shared,
        now.getEpochSecond() - MARGIN_SECONDS,
        new Timestamp(fine.getEpochSecond(), fine.getNano()));
  }

  /** The digest of that very file, if it is remembered; it has no extended attributes then. */
  public Optional<Digest> find(FileStatus status) {
    return Optional.ofNullable(find(DigestTable.Identity.of(status)));
  }

  /** The same digest, else null. */
  @Nullable Digest find(Stat stat) {
    return find(DigestTable.Identity.of(stat));
  }

  private @Nullable Digest find(DigestTable.Identity identity) {
    return isShared(identity.device(), identity.inode()) ? null : table().find(identity);
  }

  private DigestTable table() {
    DigestTable read = table;
    return read == null ? readTable() : read;
  }

  private synchronized DigestTable readTable() {
    DigestTable read = table;
    if (read == null) {
      read = saved.get();
      table = read;
    }
    return read;
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
      remember(DigestTable.Identity.of(status), digest);
    }
  }

  /** Remembers a file that this process has just put in its place. */
  void written(Stat stat, Digest digest) {
    if (since > Long.MIN_VALUE) {
      remember(DigestTable.Identity.of(stat), digest);
    }
  }

  /**
   * Keeps what is remembered of a file that this process has given a further name, which changes
   * the time of its inode alone.
   */
  void linked(Stat before, Stat after) {
    Digest digest = find(DigestTable.Identity.of(before));
    boolean same =
        before.isSameInode(after)
            && before.size() == after.size()
            && before.mtime().equals(after.mtime());
    if (since > Long.MIN_VALUE && digest != null && same) {
      remember(DigestTable.Identity.of(after), digest);
    }
  }

  private void remember(DigestTable.Identity identity, Digest digest) {
    if (table().put(identity, digest)) {
      changed = true;
    }
  }

  /** Forgets what was not asked for since it was opened. */
  public void forgetUnused() {
    forgetful = true;
  }

  /**
   * Saves it whole where it changed, for this user only; 80 bytes a file. What cannot be saved is
   * read again next time, and that is all.
   */
  public void save(Path file) {
    if (table != null || forgetful) {
      table().save(file, forgetful, changed);
    }
  }
}
