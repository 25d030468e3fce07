package io.envsnap.agent.store.gdrive;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits; a test lets its own clock move instead. */
@FunctionalInterface
public interface Pauses {
  /** Waits so long. */
  void pause(Duration time) throws InterruptedIOException;

  /** Waits in truth. */
  static void sleep(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
