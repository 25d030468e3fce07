package io.envsnap.agent.restore;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.VerbException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Says that the newest save of a name cannot be restored, and which one can. An older one is never
 * taken in its place unasked.
 */
final class NewestSave {
  private final SnapshotRepository repository;
  private final String store;

  NewestSave(SnapshotRepository repository, String store) {
    this.repository = repository;
    this.store = store;
  }

  /** Its ref, or something that this leads to, is missing or damaged. */
  VerbException isNotWhole(String name, StoreException why) throws StoreException {
    VerbException told = VerbException.of(why);
    return new VerbException(
        told.kind(),
        sentence(name) + lower(String.valueOf(why.getMessage())),
        hint(name, why.hint()),
        why);
  }

  private String sentence(String name) {
    return "The newest save of `" + name + "` is not whole in `" + store + "`: ";
  }

  private String hint(String name, String otherwise) throws StoreException {
    for (Head head : repository.history(name)) {
      if (isWhole(head)) {
        return "To restore the newest that is whole, of "
            + head.ref().created().truncatedTo(ChronoUnit.SECONDS)
            + ", run `envsnap restore "
            + head.ref().snapshot().brief()
            + "`; "
            + lower(otherwise);
      }
    }
    return otherwise;
  }

  private boolean isWhole(Head head) throws StoreException {
    try {
      repository.openWhole(head.ref().snapshot());
      repository.lockfile(head.ref().lockfile());
      return true;
    } catch (StoreException.Missing | StoreException.Corrupt e) {
      return false;
    }
  }

  private static String lower(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
