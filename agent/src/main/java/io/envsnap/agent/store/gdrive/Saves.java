package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The saves of a folder, and what lies in them. A save that was read is kept in memory for a while:
 * who wants one of its objects soon wants the others.
 */
final class Saves {
  /** Places in which the segments of one snapshot lie, besides its own save. */
  private static final int OTHERS = 2;

  private static final long LARGEST = 32L << 20;
  private static final long REMEMBERED = 64L << 20;

  private final Catalog catalog;
  private final PackCache packs;
  private final Map<String, Map<ObjectKey, Long>> known = new HashMap<>();
  private final Map<String, Map<ObjectKey, byte[]>> contents = new LinkedHashMap<>();
  private final Set<ObjectKey> dropped = new HashSet<>();

  Saves(Catalog catalog, PackCache packs) {
    this.catalog = catalog;
    this.packs = packs;
  }

  /** The bytes of an object, when any save has it. */
  synchronized Optional<byte[]> find(ObjectKey key) throws DriveFailure {
    if (!SaveTar.holds(key.kind()) || dropped.contains(key)) {
      return Optional.empty();
    }
    Map<String, SaveFile> left = new LinkedHashMap<>();
    newestFirst().forEach(save -> left.put(save.name(), save));
    while (!left.isEmpty()) {
      SaveFile save = next(key, left.values());
      left.remove(save.name());
      Optional<byte[]> bytes = Optional.ofNullable(contents(save).get(key));
      if (bytes.isPresent()) {
        return bytes;
      }
    }
    return Optional.empty();
  }

  /** The save that most likely has it; those that cannot have it are passed over by their look. */
  private SaveFile next(ObjectKey key, Collection<SaveFile> left) {
    for (SaveFile save : left) {
      if (save.members().containsKey(key)
          || known.getOrDefault(save.name(), Map.of()).containsKey(key)) {
        return save;
      }
    }
    Set<String> needed = new HashSet<>();
    for (SaveFile save : catalog.saves()) {
      if (known.containsKey(save.name())) {
        needed.addAll(save.needs());
      }
    }
    for (SaveFile save : left) {
      if (needed.contains(save.name()) && !known.containsKey(save.name())) {
        return save;
      }
    }
    for (SaveFile save : left) {
      if (!known.containsKey(save.name())) {
        return save;
      }
    }
    return left.iterator().next();
  }

  private List<SaveFile> newestFirst() {
    return catalog.saves().stream()
        .sorted(Comparator.comparing((SaveFile save) -> Catalog.created(save.file())).reversed())
        .toList();
  }

  private Map<ObjectKey, byte[]> contents(SaveFile save) throws DriveFailure {
    Map<ObjectKey, byte[]> there = contents.remove(save.name());
    if (there == null) {
      Map<ObjectKey, Long> shape = known.get(save.name());
      there =
          shape != null && shape.isEmpty() ? Map.of() : SaveTar.read(packs.document(save.file()));
    }
    remember(save.name(), there);
    return there;
  }

  /** What was just sent need not be fetched. */
  synchronized void sent(SaveDraft draft) {
    dropped.removeAll(draft.members().keySet());
    remember(draft.name(), draft.members());
  }

  private void remember(String name, Map<ObjectKey, byte[]> members) {
    Map<ObjectKey, Long> shape = new TreeMap<>();
    members.forEach((key, bytes) -> shape.put(key, (long) bytes.length));
    known.put(name, shape);
    contents.put(name, members);
    while (contents.size() > 1
        && contents.values().stream().mapToLong(Saves::size).sum() > REMEMBERED) {
      contents.remove(contents.keySet().iterator().next());
    }
  }

  private static long size(Map<ObjectKey, byte[]> members) {
    return members.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  /** All objects of a kind, each with its size and the save that has it; the newest of several. */
  synchronized Map<ObjectKey, Member> list(ObjectKind kind) throws DriveFailure {
    Map<ObjectKey, Member> all = new TreeMap<>();
    for (SaveFile save : newestFirst()) {
      Map<ObjectKey, Long> shape = save.members();
      if (kind == ObjectKind.SEGMENT) {
        shape = shape(save);
      }
      shape.forEach(
          (key, size) -> {
            if (key.kind() == kind && !dropped.contains(key)) {
              all.putIfAbsent(key, new Member(size, save));
            }
          });
    }
    return all;
  }

  /**
   * An object in a save.
   *
   * @param size in bytes
   * @param save where it lies
   */
  record Member(long size, SaveFile save) {}

  private Map<ObjectKey, Long> shape(SaveFile save) throws DriveFailure {
    if (!known.containsKey(save.name())) {
      contents(save);
    }
    return known.getOrDefault(save.name(), Map.of());
  }

  /**
   * Objects that are not wanted any more.
   *
   * @return the saves in which nothing else is
   */
  synchronized List<SaveFile> drop(ObjectKey key) throws DriveFailure {
    if (!SaveTar.holds(key.kind())) {
      return List.of();
    }
    List<SaveFile> empty = new ArrayList<>();
    dropped.add(key);
    for (SaveFile save : newestFirst()) {
      boolean mayHold = key.kind() == ObjectKind.SEGMENT || save.members().containsKey(key);
      if (mayHold && shape(save).containsKey(key) && dropped.containsAll(shape(save).keySet())) {
        empty.add(save);
      }
    }
    return empty;
  }

  /**
   * What must be sent so that all of these are there: nothing, when they are. Else what lies
   * elsewhere is sent along, but for the two places that have the most of it.
   */
  synchronized List<SaveDraft> drafts(List<NewObject> objects) throws IOException {
    Map<ObjectKey, byte[]> all = new TreeMap<>();
    Map<String, Set<ObjectKey>> places = new HashMap<>();
    boolean wanted = false;
    for (NewObject object : objects) {
      ObjectKey key = new ObjectKey(object.kind(), object.name());
      try (InputStream in = object.source().open()) {
        all.put(key, in.readAllBytes());
      }
      Optional<String> place = object.anchored() ? place(key, object) : Optional.empty();
      place.ifPresent(name -> places.computeIfAbsent(name, none -> new HashSet<>()).add(key));
      wanted |= place.isEmpty();
    }
    if (!wanted) {
      return List.of();
    }
    Set<String> needs = new LinkedHashSet<>();
    places.entrySet().stream()
        .sorted(Comparator.comparingLong(place -> -bytes(place.getValue(), all)))
        .limit(OTHERS)
        .forEach(
            place -> {
              needs.add(place.getKey());
              place.getValue().forEach(all::remove);
            });
    return cut(all, needs);
  }

  private static long bytes(Set<ObjectKey> keys, Map<ObjectKey, byte[]> all) {
    return keys.stream().mapToLong(key -> all.getOrDefault(key, new byte[0]).length).sum();
  }

  /** Where an object lies, without looking into what was not read yet. */
  private Optional<String> place(ObjectKey key, NewObject object) {
    boolean alone =
        catalog.find(key).filter(file -> file.getSize() == object.source().size()).isPresent();
    if (alone) {
      return Optional.of(key.name());
    }
    return newestFirst().stream()
        .map(SaveFile::name)
        .filter(name -> known.getOrDefault(name, Map.of()).containsKey(key))
        .findFirst();
  }

  /** Snapshot and lockfile come last: where several saves are needed, theirs names the others. */
  private static List<SaveDraft> cut(Map<ObjectKey, byte[]> all, Set<String> needs) {
    List<SaveDraft> drafts = new ArrayList<>();
    Map<ObjectKey, byte[]> open = new LinkedHashMap<>();
    List<ObjectKey> order = new ArrayList<>(all.keySet());
    order.sort(Comparator.comparing((ObjectKey key) -> key.kind() == ObjectKind.SEGMENT ? 0 : 1));
    long size = 0;
    long named = 0;
    for (ObjectKey key : order) {
      byte[] bytes = all.getOrDefault(key, new byte[0]);
      boolean full = size + bytes.length > LARGEST || named >= SaveFile.MOST;
      if (full && !open.isEmpty()) {
        drafts.add(SaveDraft.of(open, List.of()));
        open = new LinkedHashMap<>();
        size = 0;
        named = 0;
      }
      open.put(key, bytes);
      size += bytes.length;
      named += key.kind() == ObjectKind.SEGMENT ? 0 : 1;
    }
    List<String> last = new ArrayList<>(needs);
    drafts.forEach(draft -> last.add(draft.name()));
    drafts.add(SaveDraft.of(open, last.subList(0, Math.min(last.size(), SaveFile.MOST))));
    return drafts;
  }
}
