package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads packs with two workers, each of which holds one buffer. */
final class HashCrew {
  private static final int WORKERS = 2;

  private final ObjectStore store;
  private final Progress progress;

  HashCrew(ObjectStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Reads them.
   *
   * @return in the order of the objects
   * @throws StoreException of the first object of which the store has something to say
   */
  List<ObjectHasher.Hashed> hash(List<StoredObject> objects) throws StoreException {
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    ThreadLocal<ObjectHasher> own =
        ThreadLocal.withInitial(() -> new ObjectHasher(store, progress));
    try {
      List<Future<ObjectHasher.Hashed>> running = new ArrayList<>();
      for (StoredObject object : objects) {
        running.add(workers.submit(() -> own.get().hash(object)));
      }
      List<ObjectHasher.Hashed> hashed = new ArrayList<>();
      for (Future<ObjectHasher.Hashed> one : running) {
        hashed.add(result(one));
      }
      return hashed;
    } finally {
      // What is not begun by now is left.
      workers.shutdownNow();
      awaitEnd(workers);
    }
  }

  // Nobody may close the store while a worker reads from it.
  private static void awaitEnd(ExecutorService workers) {
    try {
      while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ObjectHasher.Hashed result(Future<ObjectHasher.Hashed> one) throws StoreException {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException store) {
        throw store;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
