package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Removes refs that others have superseded for long, the oldest first, and then what no ref leads
 * to. Time is the store's own; whatever is younger than the grace is left to those who may be
 * writing it. Cut off anywhere, it leaves a store in which every ref that is there can be restored.
 */
final class Pruner {
  private final ObjectStore store;
  private final Documents documents;
  private final PruneRequest request;
  private final Progress progress;
  private final Map<ObjectKind, List<StoredObject>> listed = new EnumMap<>(ObjectKind.class);
  private final List<Snapshot> staying = new ArrayList<>();

  Pruner(ObjectStore store, Documents documents, PruneRequest request, Progress progress) {
    this.store = store;
    this.documents = documents;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Prunes.
   *
   * @param lines all refs of each name, the newest first
   * @param now this machine's time, believed only where the store saw it pass
   */
  PruneReport prune(Map<String, List<Head>> lines, Instant now) throws StoreException {
    progress.start("Looking for what nothing needs", 0, Progress.Unit.ITEMS);
    for (ObjectKind kind :
        List.of(ObjectKind.PACK, ObjectKind.SEGMENT, ObjectKind.LOCKFILE, ObjectKind.SNAPSHOT)) {
      listed.put(kind, Refs.listed(store, kind));
    }
    Instant before = newest(lines, now).minus(request.grace());
    List<Head> going = new ArrayList<>();
    Set<String> needed = new HashSet<>();
    for (List<Head> line : lines.values()) {
      List<Head> superseded = superseded(line, before);
      going.addAll(superseded);
      for (Head head : line) {
        if (!superseded.contains(head)) {
          need(head, needed);
        }
      }
    }
    List<StoredObject> dead = new ArrayList<>();
    List<StoredObject> young = new ArrayList<>();
    sort(going, needed, before, dead, young);
    PackUse use = use();
    WornPacks worn = use.worn();
    int copies = 0;
    if (!request.dry()) {
      progress.start("Removing", going.size() + dead.size(), Progress.Unit.ITEMS);
      remove(going, dead);
      copies = store.tidy(before);
      worn.write(store, documents);
    }
    long bytes = dead.stream().mapToLong(StoredObject::size).sum();
    return new PruneReport(
        going, dead, bytes, copies, young.size(), worn.ids().size(), use.dead(worn));
  }

  /** Of those that stay, the newest first: it mostly tells of all packs. */
  private PackUse use() throws StoreException {
    Map<Digest, Long> sizes = new HashMap<>();
    for (StoredObject pack : listed.getOrDefault(ObjectKind.PACK, List.of())) {
      sizes.put(new Digest(pack.name()), pack.size());
    }
    PackUse use = new PackUse(documents, sizes);
    staying.sort(Comparator.comparing(Snapshot::created).reversed());
    for (Snapshot snapshot : staying) {
      use.add(snapshot);
    }
    return use;
  }

  /** The store's time, as far as it is known: a clock that is ahead must not age anything. */
  private Instant newest(Map<String, List<Head>> lines, Instant now) {
    Instant newest = Instant.MIN.plus(request.grace());
    for (List<StoredObject> objects : listed.values()) {
      for (StoredObject object : objects) {
        newest = object.stored().isAfter(newest) ? object.stored() : newest;
      }
    }
    for (List<Head> line : lines.values()) {
      for (Head head : line) {
        newest = head.stored().isAfter(newest) ? head.stored() : newest;
      }
    }
    return newest.isBefore(now) ? newest : now;
  }

  /**
   * The refs of a name that go, oldest first. One goes only after all that it replaced: else those
   * would be heads again.
   */
  private List<Head> superseded(List<Head> line, Instant before) {
    if (request.keep().isEmpty()) {
      return List.of();
    }
    Map<Digest, Instant> replaced = new HashMap<>();
    for (Head head : line) {
      for (Digest old : head.ref().replaces()) {
        replaced.merge(old, head.stored(), (one, two) -> one.isBefore(two) ? one : two);
      }
    }
    Set<Digest> staying = new HashSet<>();
    line.stream().limit(request.keep().getAsInt()).forEach(head -> staying.add(head.id()));
    for (Head head : line) {
      Instant since = replaced.get(head.id());
      if (since == null || since.isAfter(before)) {
        staying.add(head.id());
      }
    }
    Map<Digest, Head> byId = new HashMap<>();
    line.forEach(head -> byId.put(head.id(), head));
    boolean more = true;
    while (more) {
      more = false;
      for (Head head : line) {
        boolean holds = head.ref().replaces().stream().anyMatch(staying::contains);
        more |= holds && staying.add(head.id());
      }
    }
    return byId.values().stream()
        .filter(head -> !staying.contains(head.id()))
        .sorted(Head.NEWEST_FIRST.reversed())
        .toList();
  }

  private void need(Head head, Set<String> needed) throws StoreException {
    needed.add(ObjectKind.LOCKFILE + head.ref().lockfile().hex());
    if (needed.add(ObjectKind.SNAPSHOT + head.ref().snapshot().hex())) {
      Snapshot snapshot = documents.snapshot(head.ref().snapshot());
      staying.add(snapshot);
      for (SegmentRef segment : snapshot.segments()) {
        needed.add(ObjectKind.SEGMENT + segment.id().hex());
      }
      for (PackRef pack : snapshot.packs()) {
        needed.add(ObjectKind.PACK + pack.id().hex());
      }
    }
  }

  private void sort(
      List<Head> going,
      Set<String> needed,
      Instant before,
      List<StoredObject> dead,
      List<StoredObject> young)
      throws StoreException {
    Set<String> ours = new HashSet<>();
    going.forEach(head -> ours.add(head.ref().lockfile().hex()));
    Set<String> snapshots = new HashSet<>();
    for (ObjectKind kind : List.of(ObjectKind.SNAPSHOT, ObjectKind.SEGMENT, ObjectKind.PACK)) {
      for (StoredObject object : listed.getOrDefault(kind, List.of())) {
        if (!needed.contains(kind + object.name())) {
          boolean old = !object.stored().isAfter(before);
          (old ? dead : young).add(object);
          if (old && kind == ObjectKind.SNAPSHOT) {
            snapshots.add(object.name());
          }
        }
      }
    }
    List<StoredObject> lockfiles = new ArrayList<>();
    for (StoredObject object : listed.getOrDefault(ObjectKind.LOCKFILE, List.of())) {
      boolean old = !object.stored().isAfter(before);
      if (old
          && !needed.contains(ObjectKind.LOCKFILE + object.name())
          && (ours.contains(object.name()) || isOf(object, snapshots))) {
        lockfiles.add(object);
      }
    }
    // Before their snapshots: afterwards nothing tells them from a person's own.
    dead.addAll(0, lockfiles);
  }

  /** A lockfile that no ref names may be a person's, kept here before another took its place. */
  private boolean isOf(StoredObject lockfile, Set<String> snapshots) throws StoreException {
    try {
      Digest id = new Digest(lockfile.name());
      return LockfileYaml.read(documents.lockfile(id), "a lockfile")
          .snapshot()
          .filter(link -> snapshots.contains(link.id().hex()))
          .isPresent();
    } catch (FormatException | StoreException.Corrupt | StoreException.Missing e) {
      return false;
    }
  }

  private void remove(List<Head> going, List<StoredObject> dead) throws StoreException {
    Comparator<Head> oldest = Head.NEWEST_FIRST.reversed();
    Map<String, StoredObject> refs = new TreeMap<>();
    for (StoredObject ref : store.list(ObjectKind.REF)) {
      refs.put(ref.name(), ref);
    }
    for (Head head : going.stream().sorted(oldest).toList()) {
      StoredObject ref = refs.get(head.ref().name() + "/" + head.id().hex());
      if (ref != null) {
        store.delete(ref);
      }
      progress.advance(1);
    }
    for (StoredObject object : dead) {
      store.delete(object);
      progress.advance(1);
    }
  }
}
