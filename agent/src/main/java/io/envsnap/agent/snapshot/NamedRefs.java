package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The refs of a name, each read once. Where one did not arrive whole, as behind a mount that is
 * written to later, what it replaced counts as before.
 *
 * @param history all that arrived whole, the one that a restore takes first
 * @param half the files of those that did not, the newest first
 */
public record NamedRefs(List<Head> history, List<StoredObject> half) {
  /** Takes its own copies. */
  public NamedRefs {
    history = List.copyOf(history);
    half = List.copyOf(half);
  }

  /** The refs that no other replaces, the one that a restore takes first. */
  public List<Head> heads() {
    Set<Digest> replaced = new HashSet<>();
    history.forEach(head -> replaced.addAll(head.ref().replaces()));
    return history.stream().filter(head -> !replaced.contains(head.id())).toList();
  }

  /**
   * Looks whether the newest save has its ref.
   *
   * @throws StoreException.Corrupt when a ref that did not arrive whole is newer than each head
   */
  public void requireNewest() throws StoreException {
    List<Head> heads = heads();
    for (StoredObject one : half) {
      if (heads.isEmpty() || one.stored().isAfter(heads.get(0).stored())) {
        throw Documents.corrupt(ObjectKind.REF, one.name(), null);
      }
    }
  }
}
