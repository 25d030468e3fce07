package io.envsnap.agent.disk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a file whole or not at all: into a temporary file beside it, synced, then renamed over it.
 * A reader sees the old bytes or the new ones, after a power cut too. A symbolic link in its place
 * is replaced, not followed.
 */
public final class WholeFile {
  /** What only this user may read. */
  public static final int PRIVATE = 0600;

  /** What everybody may read. */
  public static final int READABLE = 0644;

  private static final String TEMPORARY = ".envsnap-tmp-";

  private WholeFile() {}

  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of them; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file that only this user may read. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, PRIVATE, out -> out.write(bytes));
  }

  /**
   * Writes a file with exactly that mode, whatever the umask.
   *
   * @param mode permission bits, at most 0777
   * @throws DiskFullException when it does not fit; the old file is untouched
   * @throws NotPermittedException when the folder may not be written
   */
  public static void write(Path file, int mode, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(TEMPORARY + UUID.randomUUID());
    try {
      try (FileChannel channel = create(temporary)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        permit(temporary, mode);
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(target.resolveSibling("."));
    } catch (IOException e) {
      removeQuietly(temporary, e);
      throw explained(file, e);
    } catch (RuntimeException | Error e) {
      removeQuietly(temporary, e);
      throw e;
    }
  }

  /** Makes a folder, with its missing parents, that only this user may enter; keeps an old one. */
  public static void makePrivateFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw explained(folder, e);
    }
  }

  private static FileChannel create(Path temporary) throws IOException {
    return FileChannel.open(
        temporary,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(permissions(PRIVATE)));
  }

  /** A file that is for everybody may lie where there are no modes, as on a mounted Drive. */
  private static void permit(Path file, int mode) throws IOException {
    try {
      Files.setPosixFilePermissions(file, permissions(mode));
    } catch (IOException e) {
      if (mode == PRIVATE) {
        throw e;
      }
    }
  }

  /** A mounted Drive syncs no folders. */
  private static void syncFolder(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ);
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
        throw e;
      }
    }
  }

  private static void removeQuietly(Path temporary, Throwable because) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    // Declared from the owner's read bit down to the others' execute bit, as the mode's bits are.
    PosixFilePermission[] bits = PosixFilePermission.values();
    for (int i = 0; i < bits.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(bits[i]);
      }
    }
    return permissions;
  }

  /** The same failure as one sentence that names the file. */
  static IOException explained(Path file, IOException e) {
    if (e instanceof DiskFullException || e instanceof NotPermittedException) {
      return e;
    }
    String said =
        e instanceof FileSystemException failure && failure.getReason() != null
            ? failure.getReason()
            : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota") || isFull(file)) {
      return new DiskFullException("no space is left to write `" + file + "`", e);
    }
    if (e instanceof AccessDeniedException || lower.contains("not permitted")) {
      return new NotPermittedException("`" + file + "` may not be written by this user", e);
    }
    if (lower.contains("read-only")) {
      return new NotPermittedException(
          "`" + file + "` may not be written: its file system is read-only", e);
    }
    if (e instanceof NoSuchFileException) {
      return new IOException("the folder of `" + file + "` does not exist", e);
    }
    return new IOException("`" + file + "` cannot be written: " + said, e);
  }

  // The message above is in the language of the user's locale, so it alone may not be enough.
  private static boolean isFull(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return folder != null && Files.getFileStore(folder).getUsableSpace() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
