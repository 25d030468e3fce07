package io.envsnap.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Programs that outlived the envsnap that had started them. */
public final class Survivors {
  private static final Path PROC = Path.of("/proc");
  private static final long PAUSE = 200;

  private Survivors() {}

  /**
   * Waits until none has that variable in its environment.
   *
   * @return whether all have ended within that time
   */
  public static boolean await(String name, String value, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    String wanted = "\0" + name + "=" + value + "\0";
    while (isThereOne(wanted)) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static boolean isThereOne(String wanted) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        if (("\0" + environment(process) + "\0").contains(wanted)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It ended meanwhile, or is another user's.
      return "";
    }
  }
}
