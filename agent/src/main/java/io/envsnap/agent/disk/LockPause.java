package io.envsnap.agent.disk;

import java.io.IOException;

/** The time between two tries for a lock that somebody holds. */
final class LockPause {
  static final long MILLIS = 200;

  private LockPause() {}

  /**
   * Waits it out.
   *
   * @throws IOException when the thread is interrupted
   */
  static void take() throws IOException {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a lock", e);
    }
  }
}
