package io.envsnap.agent;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.tree.LocalTree;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Loads what calls the system's C library, while another processor still finds out what the command
 * line says. For that a library is unpacked into a folder that is removed again, so the end of it
 * is waited for.
 */
public final class HeadStart implements AutoCloseable {
  private final Meanwhile<Boolean, RuntimeException> loading =
      Meanwhile.begin(RuntimeException.class, HeadStart::load);

  private HeadStart() {}

  /** Begins; has ended when it is closed. */
  public static HeadStart begin() {
    return new HeadStart();
  }

  private static boolean load() {
    try {
      LocalTree.at(Path.of("/")).close();
      return true;
    } catch (IOException e) {
      // Whoever needs the library asks again, and is told.
      return false;
    }
  }

  @Override
  public void close() {
    loading.await();
  }
}
