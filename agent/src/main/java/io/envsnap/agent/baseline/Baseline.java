package io.envsnap.agent.baseline;

import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/** What the image came with, taken at the start of the session or inferred at its end. */
public interface Baseline {
  /** When the session began: every inode changed later is the session's. */
  Timestamp sessionStart();

  /** Whether it was taken, so that deletions and original contents are known. */
  boolean taken();

  /**
   * Original bytes of one of the files that ecosystems asked to be kept ({@code
   * Ecosystem.baselineFiles}).
   *
   * @return empty when it did not exist; also when the baseline was inferred, see {@link #taken}
   */
  Optional<byte[]> file(TreePath path);

  /** Whether the path existed when the baseline was taken; false for an inferred baseline. */
  boolean hadPath(TreePath path);
}
