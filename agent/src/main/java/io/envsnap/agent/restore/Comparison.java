package io.envsnap.agent.restore;

import io.envsnap.agent.concurrent.Crew;
import io.envsnap.agent.tree.Difference;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How recorded paths differ from those of this machine, and whether they may be written at all.
 * They are looked at on all processors, while whoever plans is still asking ecosystems what they
 * want.
 */
final class Comparison implements AutoCloseable {
  private final TreeCompare compare;

  /** Where the paths of each entry begin. */
  private final Map<EntryKey, Integer> begins = new HashMap<>();

  private final RestoreGuard guard;
  private final @Nullable Finding[] found;
  private final Crew<ClaimedNode> crew;
  private boolean complete;

  private Comparison(
      TreeCompare compare,
      RestoreGuard guard,
      Collection<EntryKey> entries,
      Map<EntryKey, List<ClaimedNode>> nodes) {
    this.compare = compare;
    this.guard = guard;
    List<ClaimedNode> all = new ArrayList<>();
    for (EntryKey entry : entries) {
      if (begins.putIfAbsent(entry, all.size()) == null) {
        all.addAll(nodes.getOrDefault(entry, List.of()));
      }
    }
    this.found = new Finding[all.size()];
    this.crew = Crew.begin(all, this::worker);
  }

  /**
   * Begins to look at the paths of these entries; closes what it compares with.
   *
   * @param nodes paths by their entries
   */
  static Comparison begin(
      TreeCompare compare,
      RestoreGuard guard,
      Collection<EntryKey> entries,
      Map<EntryKey, List<ClaimedNode>> nodes) {
    return new Comparison(compare, guard, entries, nodes);
  }

  /**
   * What is known of one path.
   *
   * @param forbidden why it must not be written, if so
   * @param difference how it differs, if it does
   */
  record Finding(Optional<String> forbidden, Optional<Difference> difference) {}

  private Crew.Worker<ClaimedNode> worker() throws IOException {
    TreeCompare own = compare.another();
    return (number, node) -> {
      try {
        found[number] = look(own, node);
      } catch (IOException e) {
        // Whoever needs to know about this path asks again, and is told.
        found[number] = null;
      }
    };
  }

  private Finding look(TreeCompare by, ClaimedNode claimed) throws IOException {
    return new Finding(guard.forbids(claimed), by.compare(claimed.node()));
  }

  private void complete() throws IOException {
    if (!complete) {
      complete = true;
      crew.finish();
    }
  }

  /**
   * What is known of a path.
   *
   * @param number of the path among those of its entry
   * @throws IOException when it cannot be looked at
   */
  Finding of(ClaimedNode node, int number) throws IOException {
    complete();
    Integer begin = begins.get(node.entry());
    Finding known = begin == null ? null : found[begin + number];
    return known == null ? look(compare, node) : known;
  }

  /** The same of one that is to come in another way than it was recorded. */
  Finding anew(ClaimedNode node) throws IOException {
    return look(compare, node);
  }

  @Override
  public void close() throws IOException {
    complete();
    compare.close();
  }
}
