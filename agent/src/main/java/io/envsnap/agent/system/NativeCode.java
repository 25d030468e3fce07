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

  /**
   * Where JNA looks for libraries before it asks the system. Unless somebody has said so, it runs
   * {@code ldconfig} to find out.
   */
  private static final String SEARCHED = "jna.platform.library.path";

  private static final String USUAL =
      "/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu:/usr/lib64:/usr/lib";

  private NativeCode() {}

  /** Runs what makes JNA load its library; leaves the choice to JNA where nothing better is. */
  public static void load(Runnable first) {
    Optional<LoadingFolder> folder =
        System.getProperty(FOLDER) == null
            ? LoadingFolder.make(Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
            : Optional.empty();
    folder.ifPresent(made -> System.setProperty(FOLDER, made.path().toString()));
    if (System.getProperty(SEARCHED) == null) {
      System.setProperty(SEARCHED, USUAL);
    }
    try {
      first.run();
    } finally {
      folder.ifPresent(LoadingFolder::close);
    }
  }
}
