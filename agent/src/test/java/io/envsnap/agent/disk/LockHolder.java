package io.envsnap.agent.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds a lock until its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    try (FolderLock lock = FolderLock.take(Path.of(arguments[0]))) {
      System.out.println(lock == null ? "not held" : "held");
      System.in.read();
    }
  }
}
