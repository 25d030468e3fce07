package io.envsnap.agent.tree;

import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the session changed on disk, without whatever the left-out rules keep away. */
public final class Changes {
  private final PathMap<FileStatus> changed;
  private final SortedSet<TreePath> deleted;
  private final SortedSet<TreePath> mounts;
  private final List<LeftOut> leftOut;
  private final Set<String> holdingOlder;

  /**
   * Takes its own copies.
   *
   * @param changed every path that is new, or whose inode changed since the session began
   * @param deleted paths of the baseline that are gone; empty when the baseline was inferred
   * @param mounts repositories' and notebooks' mounts that were not walked, for people
   * @param leftOut changed paths that a rule keeps out and that a person would miss
   */
  public Changes(
      SortedMap<TreePath, FileStatus> changed,
      SortedSet<TreePath> deleted,
      SortedSet<TreePath> mounts,
      List<LeftOut> leftOut) {
    this(changed, deleted, mounts, leftOut, Set.of());
  }

  /**
   * Takes its own copies.
   *
   * @param holdingOlder see {@link #holdsOlder}
   */
  public Changes(
      SortedMap<TreePath, FileStatus> changed,
      SortedSet<TreePath> deleted,
      SortedSet<TreePath> mounts,
      List<LeftOut> leftOut,
      Set<String> holdingOlder) {
    this(PathMap.of(changed.entrySet()), deleted, mounts, leftOut, Set.copyOf(holdingOlder));
  }

  /** The same of what never changes. */
  Changes(
      PathMap<FileStatus> changed,
      SortedSet<TreePath> deleted,
      SortedSet<TreePath> mounts,
      List<LeftOut> leftOut,
      Set<String> holdingOlder) {
    this.changed = changed;
    this.deleted = Collections.unmodifiableSortedSet(new TreeSet<>(deleted));
    this.mounts = Collections.unmodifiableSortedSet(new TreeSet<>(mounts));
    this.leftOut = List.copyOf(leftOut);
    this.holdingOlder = holdingOlder;
  }

  /** The same without some of the changed paths. */
  public Changes without(Set<TreePath> paths) {
    PathMap<FileStatus> others = changed.only((path, status) -> !paths.contains(path));
    return new Changes(others, deleted, mounts, leftOut, holdingOlder);
  }

  /** Every path that is new, or whose inode changed since the session began. */
  public PathMap<FileStatus> changed() {
    return changed;
  }

  /** Paths of the baseline that are gone; empty when the baseline was inferred. */
  public SortedSet<TreePath> deleted() {
    return deleted;
  }

  /** Repositories' and notebooks' mounts that were not walked. */
  public SortedSet<TreePath> mounts() {
    return mounts;
  }

  /** Changed paths that a rule keeps out and that a person would miss. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * Whether something lies in that folder, be it left out by a rule, whose inode has not changed
   * since the session began.
   */
  public boolean holdsOlder(TreePath folder) {
    return holdingOlder.contains(folder.value());
  }

  /** Whether the session made or changed this path. */
  public boolean touched(TreePath path) {
    return changed.containsKey(path);
  }

  /** What a path is now that the session made or changed. */
  public Optional<FileStatus> status(TreePath path) {
    return Optional.ofNullable(changed.get(path));
  }
}
