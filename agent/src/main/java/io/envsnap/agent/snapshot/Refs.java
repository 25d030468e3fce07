package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The refs of a store; of some, not all bytes may have arrived. */
final class Refs {
  private static final Pattern OBJECT_NAME = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern REF_NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}/[0-9a-f]{64}");

  private final ObjectStore store;
  private final Documents documents;

  Refs(ObjectStore store, Documents documents) {
    this.store = store;
    this.documents = documents;
  }

  /** What is named as envsnap names it; whatever else lies in the folder is none of ours. */
  static List<StoredObject> listed(ObjectStore store, ObjectKind kind) throws StoreException {
    Pattern name = kind == ObjectKind.REF ? REF_NAME : OBJECT_NAME;
    return store.list(kind).stream()
        .filter(object -> name.matcher(object.name()).matches())
        .toList();
  }

  List<String> names() throws StoreException {
    Set<String> names = new TreeSet<>();
    for (StoredObject object : listed(store, ObjectKind.REF)) {
      names.add(object.name().substring(0, object.name().indexOf('/')));
    }
    return List.copyOf(names);
  }

  NamedRefs of(String name) throws StoreException {
    List<Head> history = new ArrayList<>();
    List<StoredObject> half = new ArrayList<>();
    for (StoredObject object : listed(store, ObjectKind.REF)) {
      if (object.name().startsWith(name + "/")) {
        Digest id = new Digest(object.name().substring(name.length() + 1));
        Optional<Ref> whole = documents.wholeRef(object.name(), id);
        whole
            .filter(ref -> ref.name().equals(name))
            .ifPresent(ref -> history.add(new Head(id, ref, object.stored())));
        if (whole.isEmpty()) {
          half.add(object);
        }
      }
    }
    history.sort(Head.NEWEST_FIRST);
    half.sort(Comparator.comparing(StoredObject::stored).reversed());
    return new NamedRefs(history, half);
  }
}
