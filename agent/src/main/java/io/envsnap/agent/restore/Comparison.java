package io.envsnap.agent.restore;

import io.envsnap.agent.tree.Crew;
import io.envsnap.agent.tree.Difference;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How recorded paths differ from those of this machine, and whether they may be written at all.
 * They are looked at on all processors, while whoever plans is still asking ecosystems what they
 * want.
 */
final class Comparison implements AutoCloseable {
  private final TreeCompare compare;
  private final IdentityHashMap<ClaimedNode, Integer> places;
  private final RestoreGuard guard;
  private final @Nullable Finding[] found;
  private final Crew<ClaimedNode> crew;
  private boolean complete;

  private Comparison(TreeCompare compare, RestoreGuard guard, List<ClaimedNode> nodes) {
    this.compare = compare;
    this.guard = guard;
    this.found = new Finding[nodes.size()];
    this.places = new IdentityHashMap<>(nodes.size());
    this.crew = Crew.begin(nodes, this::worker);
    for (int at = 0; at < nodes.size(); at++) {
      places.put(nodes.get(at), at);
    }
  }

  /** Begins to look at these, in path order; closes what it compares with. */
  static Comparison begin(TreeCompare compare, RestoreGuard guard, List<ClaimedNode> nodes) {
    return new Comparison(compare, guard, nodes);
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
   * @throws IOException when it cannot be looked at
   */
  Finding of(ClaimedNode node) throws IOException {
    complete();
    Integer place = places.get(node);
    Finding known = place == null ? null : found[place];
    return known == null ? look(compare, node) : known;
  }

  @Override
  public void close() throws IOException {
    complete();
    compare.close();
  }
}
