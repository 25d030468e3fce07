package io.envsnap.agent.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on on another processor until somebody needs what comes of it. Closing interrupts
 * it and waits for its end, so whatever it works with may be closed after it.
 *
 * @param <T> what comes of it
 * @param <X> how it may fail
 */
public final class Meanwhile<T, X extends Exception> implements AutoCloseable {
  /** The work. */
  public interface Task<T, X extends Exception> {
    /** Does it. */
    T run() throws X;
  }

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Class<X> failure;
  private final Thread thread;

  private Meanwhile(Class<X> failure, Task<T, X> task) {
    this.failure = failure;
    this.thread = new Thread(() -> run(task), "meanwhile");
  }

  /** Begins the work on a thread of its own. */
  public static <T, X extends Exception> Meanwhile<T, X> begin(Class<X> failure, Task<T, X> task) {
    Meanwhile<T, X> begun = new Meanwhile<>(failure, task);
    begun.thread.start();
    return begun;
  }

  /** Begins work of which nothing comes but its end. */
  public static Meanwhile<Boolean, RuntimeException> doing(Runnable work) {
    return begin(
        RuntimeException.class,
        () -> {
          work.run();
          return true;
        });
  }

  private void run(Task<T, X> task) {
    try {
      result.complete(task.run());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  /**
   * Waits for what comes of it.
   *
   * @throws X what it failed with
   */
  public T get() throws X {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private X thrown(@Nullable Throwable cause) {
    if (failure.isInstance(cause)) {
      return failure.cast(cause);
    }
    if (cause instanceof RuntimeException accident) {
      throw accident;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }

  /** Waits for its end; how it ended is told to whoever asks for what came of it. */
  public void await() {
    result.handle((value, thrown) -> true).join();
  }

  @Override
  public void close() {
    if (!result.isDone()) {
      thread.interrupt();
    }
    await();
  }
}
