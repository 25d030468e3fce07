package io.envsnap.agent.snapshot;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a person wants removed.
 *
 * @param keep how many snapshots of each name stay, the newest first; empty for all
 * @param grace how old what is removed must be at least: older than any record or upload that may
 *     still be under way
 * @param dry whether it is only to be said
 */
public record PruneRequest(OptionalInt keep, Duration grace, boolean dry) {
  /** An upload may be continued for seven days. */
  public static final Duration USUAL_GRACE = Duration.ofDays(8);
}
