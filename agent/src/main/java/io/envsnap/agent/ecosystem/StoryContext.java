package io.envsnap.agent.ecosystem;

import io.envsnap.agent.tree.HostTree;
import java.time.Instant;

/**
 * What an ecosystem may look at while it completes the story.
 *
 * @param tree the machine's files
 * @param sessionStart when the session began
 * @param boot when this boot began, as the journal counts
 * @param bootName the name of this boot in the journal
 */
public record StoryContext(HostTree tree, Instant sessionStart, Instant boot, String bootName) {
  private static final long MILLIS_PER_TICK = 10;

  /** The moment of a tick of this boot. */
  public Instant moment(long ticks) {
    return boot.plusMillis(ticks * MILLIS_PER_TICK);
  }

  /** The tick of a moment. */
  public long ticks(Instant moment) {
    return (moment.toEpochMilli() - boot.toEpochMilli()) / MILLIS_PER_TICK;
  }
}
