package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
      // Nobody may close the store while a worker reads from it; what is not begun is left.
      boolean ended = Threads.end(workers);
      while (!ended && !Thread.currentThread().isInterrupted()) {
        ended = Threads.end(workers);
      }
    }
  }

  private static ObjectHasher.Hashed result(Future<ObjectHasher.Hashed> one) throws StoreException {
    try {
      return Threads.result(one);
    } catch (IOException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
