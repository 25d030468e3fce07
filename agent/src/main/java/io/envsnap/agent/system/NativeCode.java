package io.envsnap.agent.system;

import java.nio.file.Path;
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
    Optional<LoadingFolder> folder =
        System.getProperty(FOLDER) == null
            ? LoadingFolder.make(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
            : Optional.empty();
    folder.ifPresent(made -> System.setProperty(FOLDER, made.path().toString()));
    try {
      first.run();
    } finally {
      folder.ifPresent(LoadingFolder::close);
    }
  }
}
