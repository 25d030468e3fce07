package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ecosystem is asked to bring back.
 *
 * @param entries its entries of the lockfile that were selected
 * @param nodes the recorded paths of each of these entries, in path order; without an entry's key
 *     where the snapshot has nothing of it
 * @param parts its parts of the snapshot, by name
 * @param base the machine that was recorded
 * @param recorded a moment at which upstream had all of it; empty where nobody knows one
 */
public record Wanted(
    List<Entry> entries,
    Map<EntryKey, List<ClaimedNode>> nodes,
    Map<String, byte[]> parts,
    Base base,
    Optional<Instant> recorded) {
  /** Takes its own copies. */
  public Wanted {
    entries = List.copyOf(entries);
    nodes = Map.copyOf(nodes);
    parts = Map.copyOf(parts);
  }

  /** Without a moment. */
  public Wanted(
      List<Entry> entries,
      Map<EntryKey, List<ClaimedNode>> nodes,
      Map<String, byte[]> parts,
      Base base) {
    this(entries, nodes, parts, base, Optional.empty());
  }

  /** The recorded paths of an entry. */
  public List<ClaimedNode> nodesOf(EntryKey key) {
    return nodes.getOrDefault(key, List.of());
  }

  /** A part by name. */
  public Optional<byte[]> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }
}
