package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param since which inode change times are the session's, where {@code base} does not know better
 * @param base all paths at that moment, where they were taken; then every path counts whose kind,
 *     change time or size is another or that it lacks, and deletions are known
 * @param rules what is never part of a session
 * @param extraRoots folders, such as the notebook's, whose mount is walked too when it is local and
 *     writable
 */
public record ScanRequest(
    SessionTime since, Optional<Inventory> base, LeftOutRules rules, List<TreePath> extraRoots) {
  /** Takes its own copy. */
  public ScanRequest {
    extraRoots = List.copyOf(extraRoots);
  }

  /** Where every inode that changed later than a moment counts. */
  public ScanRequest(
      Timestamp start, Optional<Inventory> base, LeftOutRules rules, List<TreePath> extraRoots) {
    this(SessionTime.since(start), base, rules, extraRoots);
  }
}
