package io.envsnap.agent.ecosystem;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.ClockSteps;
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
 * @param steps how the clock was set since
 * @param now the tick of now
 */
public record StoryContext(
    HostTree tree,
    Set<TreePath> changed,
    Instant sessionStart,
    Instant boot,
    String bootName,
    ClockSteps steps,
    long now) {
  private static final long MILLIS_PER_TICK = 10;

  /** Takes its own copy. */
  public StoryContext {
    changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
  }

  /** Where nobody set the clock. */
  public StoryContext(
      HostTree tree, Set<TreePath> changed, Instant sessionStart, Instant boot, String bootName) {
    this(tree, changed, sessionStart, boot, bootName, ClockSteps.NONE, Long.MAX_VALUE);
  }

  /** What the clock showed, and logs and files have, at a tick of this boot. */
  public Instant moment(long ticks) {
    return boot.plusMillis(ticks * MILLIS_PER_TICK + steps.ahead(ticks));
  }

  /** The tick at which the clock showed that. */
  public long ticks(Instant moment) {
    return steps.tick(moment.toEpochMilli() - boot.toEpochMilli(), now);
  }

  /** Whether what a log or a file has of that time is of this session, to the second. */
  public boolean isOfSession(Instant moment) {
    Instant counted = boot.plusMillis(ticks(moment) * MILLIS_PER_TICK);
    return counted.getEpochSecond() >= sessionStart.getEpochSecond();
  }
}
