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
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads every object of a store, and looks whether what the refs name is there and whole. */
final class StoreVerifier {
  private static final int BUFFER = 1 << 17;

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
    for (StoredObject object : all) {
      check(object);
    }
    for (StoredObject object : all) {
      if (object.kind() == ObjectKind.REF && isWhole(ObjectKind.REF, object.name())) {
        follow(object.name());
      }
    }
    return new StoreCheck(objects, bytes, problems);
  }

  private void check(StoredObject object) throws StoreException {
    String name = object.name();
    String hex = name.substring(name.indexOf('/') + 1);
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = store.read(object.kind(), name, 0, Long.MAX_VALUE)) {
      for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
        digest.update(buffer, 0, some);
        bytes += some;
        progress.advance(some);
      }
    } catch (IOException e) {
      problems.add("the " + Documents.word(object.kind()) + " `" + name + "` cannot be read");
      return;
    }
    objects++;
    if (Digest.ofHash(digest.digest()).hex().equals(hex)) {
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
