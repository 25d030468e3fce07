package io.envsnap.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last 64 KiB of what a program says on standard error. */
final class ErrorTail {
  private static final int LIMIT = 1 << 16;
  private byte[] kept = new byte[0];

  /** Reads a stream to its end. */
  void listen(InputStream stderr) {
    try {
      byte[] buffer = new byte[1 << 13];
      int count;
      while ((count = stderr.read(buffer)) >= 0) {
        add(Arrays.copyOf(buffer, count));
      }
    } catch (IOException ignored) {
      // The pipe is closed when the program is killed; what it said before that is kept.
    }
  }

  private synchronized void add(byte[] bytes) {
    byte[] all = Arrays.copyOf(kept, kept.length + bytes.length);
    System.arraycopy(bytes, 0, all, kept.length, bytes.length);
    kept = all.length > LIMIT ? Arrays.copyOfRange(all, all.length - LIMIT, all.length) : all;
  }

  /** What was kept, as UTF-8. */
  synchronized String text() {
    return new String(kept, StandardCharsets.UTF_8);
  }
}
