package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Writes an object's file whole: under a temporary name that is renamed, where the file system
 * renames. Where it does not, as a mounted Drive need not, the file is written in its own place: a
 * run that dies there leaves a part of it, which its digest gives away and the next run replaces.
 */
final class ObjectWriter {
  /** What the names of files begin with that are no objects yet. */
  static final String TEMPORARY = ".envsnap-tmp-";

  private final boolean sendsLater;

  /**
   * A writer.
   *
   * @param sendsLater whether what is written is read again: nothing else tells that such a mount
   *     has it
   */
  ObjectWriter(boolean sendsLater) {
    this.sendsLater = sendsLater;
  }

  void write(BlobSource source, Path target) throws IOException {
    Optional<Path> made = source.renamable().filter(file -> isNew(file, target));
    Path temporary =
        made.isPresent() ? made.get() : Files.createTempFile(target.getParent(), TEMPORARY, "");
    try {
      if (made.isPresent()) {
        settle(source, temporary);
      } else {
        copy(source, temporary);
      }
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (FileSystemException e) {
        if (!sendsLater) {
          throw e;
        }
        copy(source, target);
      }
      sync(target.resolveSibling("."));
    } finally {
      Files.deleteIfExists(temporary);
    }
    if (sendsLater && !ReadBack.isSame(source, target)) {
      throw new IOException("`" + target + "` was written, and reads otherwise");
    }
  }

  /** Whether it was made to become an object beside that place. */
  private static boolean isNew(Path file, Path target) {
    return file.equals(target.resolveSibling(file.getFileName()))
        && file.getFileName().toString().startsWith(TEMPORARY);
  }

  private static void settle(BlobSource source, Path file) throws IOException {
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    insistOnSize(source, file);
  }

  private static void copy(BlobSource source, Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      source.copyTo(out);
      out.force(true);
    }
    insistOnSize(source, file);
  }

  private static void insistOnSize(BlobSource source, Path file) throws IOException {
    long size = Files.size(file);
    if (size != source.size()) {
      throw new IOException(
          "`" + file + "` was written, and has " + size + " of " + source.size() + " bytes");
    }
  }

  /** A name must survive a power cut as the bytes do; a mounted Drive need not be able to. */
  private static void sync(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      if (FolderFailure.isFull(e)) {
        throw e;
      }
    }
  }
}
