package io.envsnap.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks once and remembers the answer, or that there is none. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> source;
  private @Nullable CompletableFuture<T> answer;

  private Once(Supplier<T> source) {
    this.source = source;
  }

  static <T> Once<T> of(Supplier<T> source) {
    return new Once<>(source);
  }

  /** Begins to ask on another processor, for somebody who has something else to do first. */
  synchronized void begin() {
    if (answer == null) {
      // A thread of its own: it waits for programs, and the pool has few others.
      answer = CompletableFuture.supplyAsync(source, task -> new Thread(task).start());
    }
  }

  private synchronized CompletableFuture<T> begun() {
    CompletableFuture<T> known = answer;
    if (known == null) {
      known = new CompletableFuture<>();
      answer = known;
      try {
        known.complete(source.get());
      } catch (RuntimeException | Error e) {
        known.completeExceptionally(e);
      }
    }
    return known;
  }

  @Override
  public T get() {
    try {
      return begun().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }
}
