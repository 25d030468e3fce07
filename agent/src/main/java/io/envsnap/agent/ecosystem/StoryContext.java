package io.envsnap.agent.ecosystem;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ecosystem may look at while it completes the story.
 *
 * @param tree the machine's files
 * @param changed paths that a scan found changed, in their order; none where there was no scan
 * @param sessionStart when the session began
 * @param boot when this boot began, as the journal counts
 * @param bootName the name of this boot in the journal
 */
public record StoryContext(
    HostTree tree, Set<TreePath> changed, Instant sessionStart, Instant boot, String bootName) {
  private static final long MILLIS_PER_TICK = 10;

  /** Takes its own copy. */
  public StoryContext {
    changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
  }

  /** The moment of a tick of this boot. */
  public Instant moment(long ticks) {
    return boot.plusMillis(ticks * MILLIS_PER_TICK);
  }

  /** The tick of a moment. */
  public long ticks(Instant moment) {
    return (moment.toEpochMilli() - boot.toEpochMilli()) / MILLIS_PER_TICK;
  }
}
