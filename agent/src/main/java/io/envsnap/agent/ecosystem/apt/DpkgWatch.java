package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Watch;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Watches dpkg's database: reads {@code /proc/locks} (proc(5)) for whoever holds dpkg's locks, and
 * sees whether the database moves.
 */
final class DpkgWatch implements Watch {
  private static final TreePath LOCKS = TreePath.of("/proc/locks");
  private static final int LOCKS_LIMIT = 4 << 20;

  private final HostTree tree;
  private final Optional<String> mark;

  private DpkgWatch(HostTree tree, Optional<String> mark) {
    this.tree = tree;
    this.mark = mark;
  }

  /** Begins now. */
  static DpkgWatch begin(HostTree tree) throws IOException {
    return new DpkgWatch(tree, mark(tree));
  }

  @Override
  public Optional<String> atWork() throws IOException {
    Set<Long> held = held();
    for (TreePath lock : List.of(SystemFiles.LOCK_FRONTEND, SystemFiles.LOCK)) {
      Optional<FileStatus> status = tree.status(lock);
      if (status.isPresent() && held.contains(status.get().inode())) {
        return Optional.of("apt or dpkg is at work on `" + SystemFiles.DPKG + "`");
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean moved(Changes scanned) throws IOException {
    return !mark.equals(mark(tree)) || atWork().isPresent();
  }

  private static Optional<String> mark(HostTree tree) throws IOException {
    Optional<FileStatus> status = tree.status(SystemFiles.STATUS);
    List<String> updates = tree.list(SystemFiles.UPDATES);
    return status.map(found -> found.inode() + " " + found.ctime() + " " + updates);
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
}
