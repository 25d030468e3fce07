package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.Ref;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads every object of a store, and looks whether what the refs name is there and whole. */
final class StoreVerifier {
  private final ObjectStore store;
  private final Documents documents;
  private final Progress progress;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> whole = new HashSet<>();
  private int objects;
  private long bytes;

  StoreVerifier(ObjectStore store, Documents documents, Progress progress) {
    this.store = store;
    this.documents = documents;
    this.progress = progress;
  }

  StoreCheck verify() throws StoreException {
    long total = 0;
    List<StoredObject> all = new ArrayList<>();
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind != ObjectKind.AID) {
        all.addAll(store.list(kind));
      }
    }
    for (StoredObject object : all) {
      total += object.size();
    }
    progress.start("Verifying the store", total, Progress.Unit.BYTES);
    // Packs come first of all kinds; only of them many bytes are read, and by several threads.
    List<StoredObject> packs = all.stream().filter(one -> one.kind() == ObjectKind.PACK).toList();
    List<ObjectHasher.Hashed> hashed = new HashCrew(store, progress).hash(packs);
    for (int at = 0; at < packs.size(); at++) {
      check(packs.get(at), hashed.get(at));
    }
    ObjectHasher hasher = new ObjectHasher(store, progress);
    for (StoredObject object : all) {
      if (object.kind() != ObjectKind.PACK) {
        check(object, hasher.hash(object));
      }
    }
    for (StoredObject object : all) {
      if (object.kind() == ObjectKind.REF && isWhole(ObjectKind.REF, object.name())) {
        follow(object.name());
      }
    }
    return new StoreCheck(objects, bytes, problems);
  }

  private void check(StoredObject object, ObjectHasher.Hashed hashed) {
    String name = object.name();
    String hex = name.substring(name.indexOf('/') + 1);
    bytes += hashed.bytes();
    if (hashed.digest().isEmpty()) {
      problems.add("the " + Documents.word(object.kind()) + " `" + name + "` cannot be read");
      return;
    }
    objects++;
    if (hashed.digest().get().hex().equals(hex)) {
      whole.add(object.kind() + name);
    } else {
      problems.add("the " + Documents.word(object.kind()) + " `" + name + "` is damaged");
    }
  }

  private boolean isWhole(ObjectKind kind, String name) {
    return whole.contains(kind + name);
  }

  private void follow(String refName) throws StoreException {
    try {
      Ref ref = documents.ref(refName, new Digest(refName.substring(refName.indexOf('/') + 1)));
      need(ObjectKind.LOCKFILE, ref.lockfile(), refName);
      if (!need(ObjectKind.SNAPSHOT, ref.snapshot(), refName)) {
        return;
      }
      Snapshot snapshot = documents.snapshot(ref.snapshot());
      for (SegmentRef segment : snapshot.segments()) {
        need(ObjectKind.SEGMENT, segment.id(), refName);
      }
      for (PackRef pack : snapshot.packs()) {
        need(ObjectKind.PACK, pack.id(), refName);
      }
    } catch (StoreException.Corrupt e) {
      problems.add(e.getMessage());
    }
  }

  private boolean need(ObjectKind kind, Digest id, String refName) {
    boolean there = isWhole(kind, id.hex());
    String sentence =
        "`"
            + refName.substring(0, refName.indexOf('/'))
            + "` cannot be restored: its "
            + Documents.word(kind)
            + " `"
            + id.hex()
            + "` is missing or damaged";
    if (!there && !problems.contains(sentence)) {
      problems.add(sentence);
    }
    return there;
  }
}
