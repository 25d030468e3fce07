package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.Inventory;
import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/** What the image came with, taken at the start of the session or inferred at its end. */
public interface Baseline {
  /** When the session began: every inode changed later is the session's. */
  Timestamp sessionStart();

  /** Which inode change times are the session's. */
  default SessionTime session() {
    return SessionTime.since(sessionStart());
  }

  /** Every path as it was when the baseline was taken; empty when it was inferred. */
  default Optional<Inventory> inventory() {
    return Optional.empty();
  }

  /**
   * Whether it was taken before the session did anything, so that every deletion and original
   * content is known.
   */
  boolean taken();

  /**
   * Original bytes of one of the files that ecosystems asked to be kept ({@code
   * Ecosystem.baselineFiles}).
   *
   * @return empty when it did not exist; also when the session may have changed it by then, which
   *     cannot be where {@link #taken}
   */
  Optional<byte[]> file(TreePath path);

  /**
   * Whether the image is known to have had the path; false also when nobody knows, which cannot be
   * where {@link #taken}.
   */
  boolean hadPath(TreePath path);
}
