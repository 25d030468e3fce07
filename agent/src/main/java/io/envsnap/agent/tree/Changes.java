package io.envsnap.agent.tree;

import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the session changed on disk, without whatever the left-out rules keep away.
 *
 * @param changed every path that is new, or whose inode changed since the session began
 * @param deleted paths of the baseline that are gone; empty when the baseline was inferred
 * @param mounts repositories' and notebooks' mounts that were not walked, for people
 * @param leftOut changed paths that a rule keeps out and that a person would miss
 */
public record Changes(
    SortedMap<TreePath, FileStatus> changed,
    SortedSet<TreePath> deleted,
    SortedSet<TreePath> mounts,
    List<LeftOut> leftOut) {
  /** Takes its own copies. */
  public Changes {
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
    deleted = Collections.unmodifiableSortedSet(new TreeSet<>(deleted));
    mounts = Collections.unmodifiableSortedSet(new TreeSet<>(mounts));
    leftOut = List.copyOf(leftOut);
  }

  /** Whether the session made or changed this path. */
  public boolean touched(TreePath path) {
    return changed.containsKey(path);
  }
}
