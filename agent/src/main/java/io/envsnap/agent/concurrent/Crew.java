package io.envsnap.agent.concurrent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a list on all processors. Neighbours are given to the same worker: they mostly lie
 * in the same folder, which is opened once for all of them.
 *
 * @param <T> what the list is of
 */
public final class Crew<T> {
  /** Few enough that all processors end at about the same time. */
  private static final int TOGETHER = 256;

  private final List<T> items;
  private final Hiring<T> hiring;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<ForkJoinTask<Optional<IOException>>> others = new ArrayList<>();

  private Crew(List<T> items, Hiring<T> hiring) {
    this.items = List.copyOf(items);
    this.hiring = hiring;
  }

  /** Makes a worker with what it alone uses; called once by each thread that works. */
  @FunctionalInterface
  public interface Hiring<T> {
    /** A worker. */
    Worker<T> hire() throws IOException;
  }

  /** Does its part, for one thread. */
  @FunctionalInterface
  public interface Worker<T> {
    /** Deals with the item of that number. */
    void take(int number, T item) throws IOException;
  }

  /** Begins on the other processors, while the caller does something else. */
  public static <T> Crew<T> begin(List<T> items, Hiring<T> hiring) {
    Crew<T> crew = new Crew<>(items, hiring);
    for (int worker = 0; worker < ForkJoinPool.getCommonPoolParallelism(); worker++) {
      crew.others.add(
          ForkJoinPool.commonPool().submit((Callable<Optional<IOException>>) crew::work));
    }
    return crew;
  }

  /** Deals with every item, in no order. */
  public static <T> void all(List<T> items, Hiring<T> hiring) throws IOException {
    begin(items, hiring).finish();
  }

  /**
   * Helps with the rest, and returns when all is done.
   *
   * @throws IOException what a worker threw first; what was not begun by then is left undone
   */
  public void finish() throws IOException {
    @Nullable IOException failure = work().orElse(null);
    for (ForkJoinTask<Optional<IOException>> other : others) {
      IOException another = other.join().orElse(null);
      failure = failure == null ? another : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Optional<IOException> work() {
    try {
      if (next.get() < items.size() && !stopped.get()) {
        work(hiring.hire());
      }
      return Optional.empty();
    } catch (IOException e) {
      stopped.set(true);
      return Optional.of(e);
    }
  }

  private void work(Worker<T> worker) throws IOException {
    int from = next.getAndAdd(TOGETHER);
    while (from < items.size() && !stopped.get()) {
      int end = Math.min(items.size(), from + TOGETHER);
      for (int number = from; number < end; number++) {
        worker.take(number, items.get(number));
      }
      from = next.getAndAdd(TOGETHER);
    }
  }
}
