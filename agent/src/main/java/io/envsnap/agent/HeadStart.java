package io.envsnap.agent;

import io.envsnap.agent.tree.LocalTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Loads what calls the system's C library, while another processor still finds out what the command
 * line says. For that a library is unpacked into a folder that is removed again, so the end of it
 * is waited for.
 */
public final class HeadStart implements AutoCloseable {
  private final CompletableFuture<Void> loading =
      CompletableFuture.runAsync(HeadStart::load, task -> new Thread(task, "head start").start());

  private HeadStart() {}

  /** Begins; has ended when it is closed. */
  public static HeadStart begin() {
    return new HeadStart();
  }

  private static void load() {
    try {
      LocalTree.at(Path.of("/")).close();
    } catch (IOException e) {
      // Whoever needs the library asks again, and is told.
      return;
    }
  }

  @Override
  public void close() {
    loading.handle((nothing, failure) -> true).join();
  }
}
