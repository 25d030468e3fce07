package io.envsnap.agent.record;

import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.Pending;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What could not be brought back of the snapshot that a record continues, carried on with its
 * bytes.
 *
 * @param before the lockfile that is continued
 * @param snapshot its snapshot; empty where nothing is pending
 * @param pending entries of it that could not be brought back, as they are carried on
 */
record Continuation(
    Optional<Lockfile> before, Optional<OpenSnapshot> snapshot, List<Entry> pending) {
  /** Nothing is carried on. */
  static final Continuation NONE = new Continuation(Optional.empty(), Optional.empty(), List.of());

  /**
   * Looks at the snapshot that is continued.
   *
   * @param id of the snapshot
   * @param notRestored keys of what could not be brought back
   * @param captured what this machine has
   * @throws StoreException when its snapshot is missing or damaged
   */
  static Continuation of(
      Lockfile before,
      Digest id,
      SnapshotRepository repository,
      Set<EntryKey> notRestored,
      Captured captured)
      throws StoreException {
    Set<EntryKey> here = new HashSet<>();
    captured.entries().forEach(entry -> here.add(entry.key()));
    List<Entry> pending = new ArrayList<>();
    for (Entry entry : before.entries()) {
      if (notRestored.contains(entry.key()) && !here.contains(entry.key())) {
        pending.add(Pending.mark(entry, id));
      }
    }
    return pending.isEmpty()
        ? NONE
        : new Continuation(Optional.of(before), Optional.of(repository.open(id)), pending);
  }

  /**
   * Nodes of what is pending.
   *
   * @param recorded what this machine records itself, which is not carried on
   */
  List<ClaimedNode> nodes(List<RecordedPath> recorded) {
    if (snapshot.isEmpty()) {
      return List.of();
    }
    Set<TreePath> own = new HashSet<>();
    recorded.forEach(path -> own.add(path.path()));
    Set<EntryKey> keys = new HashSet<>();
    pending.forEach(entry -> keys.add(entry.key()));
    List<ClaimedNode> nodes = new ArrayList<>();
    for (ClaimedNode node : snapshot.get().nodes()) {
      if (keys.contains(node.entry()) && !own.contains(node.node().path())) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The parts of this machine, and beside them those that pending entries need. */
  Map<EcosystemId, Map<String, byte[]>> parts(Map<EcosystemId, Map<String, byte[]>> own)
      throws StoreException {
    Map<EcosystemId, Map<String, byte[]>> all = new TreeMap<>();
    own.forEach((ecosystem, parts) -> all.put(ecosystem, new TreeMap<>(parts)));
    for (Entry entry : pending) {
      EcosystemId ecosystem = entry.key().ecosystem();
      Map<String, byte[]> parts = all.computeIfAbsent(ecosystem, key -> new TreeMap<>());
      String from = Pending.of(entry);
      Pending.parts(snapshot.orElseThrow().parts(ecosystem), waitedFrom(entry))
          .forEach((name, bytes) -> parts.putIfAbsent(Pending.partName(from, name), bytes));
    }
    return all;
  }

  /** What the continued lockfile itself says: it may have recorded the entry or carried it on. */
  private String waitedFrom(Entry entry) {
    return before.orElseThrow().entries().stream()
        .filter(earlier -> earlier.key().equals(entry.key()))
        .map(Pending::of)
        .findFirst()
        .orElse("");
  }

  /** The same lockfile with what is carried on. */
  Lockfile into(Lockfile now) {
    List<Entry> entries = new ArrayList<>(pending);
    entries.addAll(now.entries());
    return new Lockfile(
        now.base(),
        now.accelerator(),
        entries,
        now.credentials(),
        now.leftOut(),
        now.actions(),
        now.snapshot());
  }
}
