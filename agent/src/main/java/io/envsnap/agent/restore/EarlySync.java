package io.envsnap.agent.restore;

import io.envsnap.agent.tree.TreeWriter;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the disk write while files are still being decoded: left to itself, Linux begins to write
 * when much of the memory waits for it, and whoever syncs at the end waits for all of it.
 */
final class EarlySync implements AutoCloseable {
  private static final long PAUSE_MILLIS = 500;

  private final TreeWriter writer;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "early sync");

  private EarlySync(TreeWriter writer) {
    this.writer = writer;
  }

  /** Begins; ends when it is closed. */
  static EarlySync begin(TreeWriter writer) {
    EarlySync sync = new EarlySync(writer);
    sync.thread.setDaemon(true);
    sync.thread.start();
    return sync;
  }

  private void work() {
    try {
      while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        writer.sync();
      }
    } catch (IOException e) {
      // The sync that counts comes after all is written, and says so itself.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
