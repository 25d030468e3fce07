package io.envsnap.agent.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of this process alone that is gone when it is closed. It holds a lock meanwhile, so that
 * the next process tells folders of those that were killed, whatever container they ran in, from
 * folders that are in use.
 */
final class LoadingFolder implements AutoCloseable {
  private static final String PREFIX = "envsnap-native-";
  private static final String HELD = "held";

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Longer than it takes to lock a folder that was just made. */
  private static final Duration MAKING = Duration.ofSeconds(10);

  private final Path path;
  private final FileChannel held;

  private LoadingFolder(Path path, FileChannel held) {
    this.path = path;
    this.held = held;
  }

  /**
   * Makes one, and takes away those that were left beside it.
   *
   * @return empty on a file system from which nothing may be run, or that cannot be written
   */
  static Optional<LoadingFolder> make(Path parent) {
    try {
      Path path = makeNew(parent);
      FileChannel held =
          FileChannel.open(
              path.resolve(HELD),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OURS);
      LoadingFolder made = new LoadingFolder(path, held);
      lock(held);
      removeBeside(path, parent);
      if (Files.isExecutable(path.resolve(HELD))) {
        return Optional.of(made);
      }
      made.close();
    } catch (IOException | UnsupportedOperationException e) {
      // Whoever asked has another place to try.
    }
    return Optional.empty();
  }

  /** Nobody else can put anything into it, so its name need not be hard to guess. */
  private static Path makeNew(Path parent) throws IOException {
    long number = ProcessHandle.current().pid() << Integer.SIZE ^ System.nanoTime();
    while (true) {
      try {
        return Files.createDirectory(parent.resolve(PREFIX + Long.toUnsignedString(number)), OURS);
      } catch (FileAlreadyExistsException e) {
        number++;
      }
    }
  }

  private static void lock(FileChannel held) {
    try {
      held.lock();
    } catch (IOException e) {
      // Where there are no locks, others cannot take this for free either.
      return;
    }
  }

  Path path() {
    return path;
  }

  private static void removeBeside(Path own, Path parent) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      UserPrincipal owner = Files.getOwner(own);
      for (Path other : folders) {
        // Only its owner can have put anything into a folder of ours, or in its place.
        if (!other.equals(own)
            && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(owner)
            && isLeft(other)) {
          remove(other);
        }
      }
    } catch (IOException e) {
      // They are in the folder for temporary files, which empties itself.
      return;
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    try (FileChannel held = FileChannel.open(folder.resolve(HELD), StandardOpenOption.WRITE);
        FileLock lock = held.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException e) {
      Instant made = Files.getLastModifiedTime(folder).toInstant();
      return made.plus(MAKING)
          .isBefore(Files.getLastModifiedTime(folder.resolve("..")).toInstant());
    }
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path.resolve(HELD));
      Files.deleteIfExists(path);
      held.close();
    } catch (IOException e) {
      // It is in the folder for temporary files, which empties itself.
      return;
    }
  }
}
