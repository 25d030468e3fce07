package io.envsnap.agent.restore;

import io.envsnap.agent.tree.Difference;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How recorded paths differ from those of this machine. They are looked at on all processors, while
 * whoever plans is still asking ecosystems what they want.
 */
final class Comparison {
  /** Neighbours lie in the same folders, which are opened once for all of them. */
  private static final int TOGETHER = 512;

  private final TreeCompare compare;
  private final IdentityHashMap<TreeNode, Integer> places = new IdentityHashMap<>();
  private final List<TreeNode> nodes;
  private final @Nullable Optional<Difference>[] found;
  private final AtomicInteger next = new AtomicInteger();
  private final List<ForkJoinTask<?>> others = new ArrayList<>();
  private boolean complete;

  private Comparison(TreeCompare compare, List<TreeNode> nodes) {
    this.compare = compare;
    this.nodes = List.copyOf(nodes);
    this.found = slots(nodes.size());
    for (int at = 0; at < nodes.size(); at++) {
      places.put(nodes.get(at), at);
    }
  }

  /** Begins to look at these, in path order. */
  static Comparison begin(TreeCompare compare, List<TreeNode> nodes) {
    Comparison comparison = new Comparison(compare, nodes);
    for (int worker = 0; worker < ForkJoinPool.getCommonPoolParallelism(); worker++) {
      comparison.others.add(ForkJoinPool.commonPool().submit(comparison::work));
    }
    return comparison;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // no array knows what its Optionals hold
  private static @Nullable Optional<Difference>[] slots(int size) {
    return (Optional<Difference>[]) new Optional[size];
  }

  private void work() {
    for (int from = next.getAndAdd(TOGETHER);
        from < nodes.size();
        from = next.getAndAdd(TOGETHER)) {
      group(from, Math.min(nodes.size(), from + TOGETHER));
    }
  }

  private void group(int from, int end) {
    for (int at = from; at < end; at++) {
      try {
        found[at] = compare.compare(nodes.get(at));
      } catch (IOException e) {
        // Whoever needs to know about this path asks again, and is told.
        found[at] = null;
      }
    }
  }

  /**
   * How a path differs; empty when it does not.
   *
   * @throws IOException when it cannot be looked at
   */
  Optional<Difference> of(TreeNode node) throws IOException {
    if (!complete) {
      work();
      others.forEach(ForkJoinTask::join);
      complete = true;
    }
    Integer place = places.get(node);
    Optional<Difference> known = place == null ? null : found[place];
    return known == null ? compare.compare(node) : known;
  }
}
