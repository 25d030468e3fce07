package io.envsnap.agent.restore;

import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/**
 * What a person lets a restore do beyond the usual.
 *
 * @param bestEffort bring back what can be, although something else cannot be fetched
 * @param overwrite paths, with all below them, at which the snapshot counts more than what this
 *     machine has of its own; work in git repositories is never meant
 * @param relax take another version of what was asked for, where its own cannot be had
 * @param pinBase give the base the recorded versions of what entries stand on
 */
public record Latitude(
    boolean bestEffort, List<TreePath> overwrite, boolean relax, boolean pinBase) {
  /** Nothing more. */
  public static final Latitude USUAL = new Latitude(false, List.of(), false, false);

  /** Takes its own copy. */
  public Latitude {
    overwrite = List.copyOf(overwrite);
  }

  /** Whether the recorded path takes the place of what is there. */
  boolean overwrites(ClaimedNode claimed) {
    return !claimed.entry().ecosystem().value().equals("git")
        && overwrite.stream().anyMatch(claimed.node().path()::isWithin);
  }
}
