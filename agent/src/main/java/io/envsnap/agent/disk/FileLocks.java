package io.envsnap.agent.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Locks other programs' lock files as they do themselves, with POSIX record locks over the whole
 * file (fcntl(2)), which is what {@code FileChannel} takes on Linux and what dpkg and apt look for.
 */
public final class FileLocks implements AutoCloseable {

  private final Deque<FileChannel> held = new ArrayDeque<>();
  private boolean waited;

  private FileLocks() {}

  /**
   * Takes all of them, in this order, or none. A file whose folder does not exist is passed over:
   * its program is not installed.
   *
   * @param patience how long to wait for each
   * @throws FolderInUseException when another program holds one for longer
   */
  public static FileLocks take(List<Path> files, Duration patience) throws IOException {
    FileLocks locks = new FileLocks();
    boolean complete = false;
    try {
      for (Path file : files) {
        if (file.getParent() != null && Files.isDirectory(file.getParent())) {
          locks.take(file, patience);
        }
      }
      complete = true;
      return locks;
    } finally {
      if (!complete) {
        locks.close();
      }
    }
  }

  /** Whether another program held one of them for a while: what it guards may have changed. */
  public boolean waited() {
    return waited;
  }

  private void take(Path file, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    held.push(channel);
    long left = patience.toMillis();
    while (!isTaken(channel)) {
      if (left <= 0) {
        throw new FolderInUseException(
            "another program holds `" + file + "`; most likely apt or dpkg is running");
      }
      waited = true;
      LockPause.take();
      left -= LockPause.MILLIS;
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    while (!held.isEmpty()) {
      held.pop().close();
    }
  }
}
