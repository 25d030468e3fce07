package io.envsnap.agent.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * Keeps two runs of envsnap from working on one folder at once. The kernel drops the lock when its
 * process ends, however it ends; the lock file itself stays.
 */
public final class FolderLock implements AutoCloseable {
  private static final int PID_DIGITS = 16;
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting.
   *
   * @param file the lock file, in the folder that it guards; made where it is missing
   * @throws FolderInUseException when another run holds it
   */
  public static FolderLock take(Path file) throws IOException {
    Path folder = file.resolveSibling("");
    FileChannel channel = open(file);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new FolderInUseException(
            "`" + folder + "` is in use by another envsnap" + holder(channel));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new FolderInUseException("`" + folder + "` is in use by this process already");
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Takes the lock, waiting for another run to be done.
   *
   * @param patience how long to wait at most
   * @throws FolderInUseException when another run holds it for longer
   */
  public static FolderLock take(Path file, Duration patience) throws IOException {
    long left = patience.toMillis();
    while (true) {
      try {
        return take(file);
      } catch (FolderInUseException e) {
        if (left <= 0) {
          throw e;
        }
        LockPause.take();
        left -= LockPause.MILLIS;
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          Set.of(
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw WholeFile.explained(file, e);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_DIGITS);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("[0-9]+") ? " (process " + pid + ")" : "";
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
