package io.envsnap.agent.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Lets JNA unpack its library where nothing stays behind. By itself it makes a folder in the user's
 * cache, and forgets it there.
 */
public final class NativeCode {
  /** Where JNA unpacks its library, when somebody has said so. */
  private static final String FOLDER = "jna.tmpdir";

  private NativeCode() {}

  /** Runs what makes JNA load its library; leaves the choice to JNA where nothing better is. */
  public static void load(Runnable first) {
    Optional<Path> folder =
        System.getProperty(FOLDER) == null
            ? make(System.getProperty("java.io.tmpdir", "/tmp"))
            : Optional.empty();
    folder.ifPresent(path -> System.setProperty(FOLDER, path.toString()));
    try {
      first.run();
    } finally {
      folder.ifPresent(NativeCode::remove);
    }
  }

  /** A new folder of this process alone; none on a file system from which nothing may be run. */
  private static Optional<Path> make(String parent) {
    try {
      Path folder = Files.createTempDirectory(Path.of(parent), LeftFolders.prefix());
      LeftFolders.removeBeside(folder);
      Path trial =
          Files.createFile(
              folder.resolve("trial"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      boolean mayRun = Files.isExecutable(trial);
      Files.delete(trial);
      if (mayRun) {
        return Optional.of(folder);
      }
      Files.delete(folder);
    } catch (IOException | UnsupportedOperationException e) {
      // JNA has a place of its own to try.
    }
    return Optional.empty();
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It is in the folder for temporary files, which empties itself.
    }
  }
}
