package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What came of tasks on other threads, and the end of these threads. */
final class Threads {
  private Threads() {}

  /**
   * Waits for a task that fails only by accident.
   *
   * @param failed what to say then, as a sentence
   */
  static <T> T result(Future<T> task, String failed) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IOException(failed, e.getCause());
    }
  }

  /** Waits for a task that works on a store, and throws what it threw. */
  static <T> T result(Future<T> task) throws IOException, StoreException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof StoreException store) {
        throw store;
      }
      if (e.getCause() instanceof RuntimeException accident) {
        throw accident;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }

  /**
   * Lets them begin nothing more, and waits for what they are at.
   *
   * @return whether they ended within a minute; what they use must not be taken away otherwise
   */
  static boolean end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      return threads.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
