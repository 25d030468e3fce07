package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Waits until nobody works on dpkg's database. It takes no lock, because apt fails when it finds
 * one; it reads {@code /proc/locks} (proc(5)) and sees whether the database moves.
 */
final class DpkgCalm {
  private static final TreePath LOCKS = TreePath.of("/proc/locks");
  private static final int LOCKS_LIMIT = 4 << 20;
  private static final int PATIENCE = 10;

  private final HostTree tree;
  private final Duration pause;
  private int tries;

  /**
   * Watches one machine.
   *
   * @param pause between two looks
   */
  DpkgCalm(HostTree tree, Duration pause) {
    this.tree = tree;
    this.pause = pause;
  }

  /**
   * Returns once no lock is held.
   *
   * @return what the database looks like, to be handed to {@link #stillAt}
   * @throws EcosystemException when it does not come to rest
   */
  Optional<String> await() throws IOException, EcosystemException {
    while (isLocked()) {
      pause();
    }
    return mark();
  }

  /** Whether the database is as it was when {@link #await} returned; else waits a little. */
  boolean stillAt(Optional<String> seen) throws IOException, EcosystemException {
    boolean still = seen.equals(mark()) && !isLocked();
    if (!still) {
      pause();
    }
    return still;
  }

  private Optional<String> mark() throws IOException {
    Optional<FileStatus> status = tree.status(SystemFiles.STATUS);
    List<String> updates = tree.list(SystemFiles.UPDATES);
    return status.map(found -> found.inode() + " " + found.ctime() + " " + updates);
  }

  private boolean isLocked() throws IOException {
    Set<Long> held = held();
    for (TreePath lock : List.of(SystemFiles.LOCK_FRONTEND, SystemFiles.LOCK)) {
      Optional<FileStatus> status = tree.status(lock);
      if (status.isPresent() && held.contains(status.get().inode())) {
        return true;
      }
    }
    return false;
  }

  /** Inodes with a POSIX lock; the device is no help, an overlay shows another one here. */
  private Set<Long> held() throws IOException {
    Set<Long> inodes = new TreeSet<>();
    String text =
        new String(tree.read(LOCKS, LOCKS_LIMIT).orElse(new byte[0]), StandardCharsets.US_ASCII);
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split(" +", -1);
      if (words.length >= 6 && words[1].equals("POSIX") && words[3].equals("WRITE")) {
        String inode = words[5].substring(words[5].lastIndexOf(':') + 1);
        if (inode.matches("[0-9]{1,18}")) {
          inodes.add(Long.valueOf(inode));
        }
      }
    }
    return inodes;
  }

  private void pause() throws EcosystemException {
    tries++;
    if (tries > PATIENCE) {
      throw new EcosystemException(
          "apt or dpkg is at work on `" + SystemFiles.DPKG + "`",
          "Wait until it has ended, then run the same command again");
    }
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EcosystemException("interrupted while dpkg was at work", "Run it again", e);
    }
  }
}
