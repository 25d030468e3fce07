package io.envsnap.agent.tree;

import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a scan goes and where not.
 *
 * @param starts the root, and the local mounts that were asked for
 * @param apart folders below these, on the same file systems, that hold about half of what a
 *     machine has: they can be walked on another processor
 * @param pruned mount points and left-out folders, not entered
 * @param mounts those of the mount points that people may ask about
 */
record WalkPlan(
    List<TreePath> starts,
    List<TreePath> apart,
    SortedSet<TreePath> pruned,
    SortedSet<TreePath> mounts) {
  /** Where programs, Pythons and people put their own things, be they links or not there at all. */
  private static final List<TreePath> OFTEN_LARGE =
      Stream.of("/usr/local", "/opt", "/home", "/root").map(TreePath::of).toList();

  private static final TreePath HOME = TreePath.of("/home");
  private static final TreePath ROOTS_HOME = TreePath.of("/root");

  /** Decides for the mounts of this moment. */
  static WalkPlan of(MountTable table, LeftOutRules rules, List<TreePath> extraRoots, HostTree tree)
      throws IOException {
    List<TreePath> starts = new ArrayList<>(List.of(TreePath.ROOT));
    for (TreePath asked : extraRoots) {
      table
          .holding(tree.resolveParents(asked))
          .filter(mount -> mount.isLocal() && mount.writable())
          .filter(mount -> !starts.contains(mount.point()))
          .ifPresent(mount -> starts.add(mount.point()));
    }
    SortedSet<TreePath> pruned = new TreeSet<>();
    for (TreePath path : rules.neverWalked(homes(tree))) {
      // What lies on a mount that is not walked is not even looked at: that mount may hang.
      boolean walked =
          table.holding(path).map(mount -> starts.contains(mount.point())).orElse(true);
      if (walked && isFolder(tree, path)) {
        pruned.add(path);
      }
    }
    SortedSet<TreePath> mounts = new TreeSet<>();
    for (MountTable.Mount mount : table.mounts()) {
      if (!starts.contains(mount.point())) {
        pruned.add(mount.point());
        if (!mount.isKernels() && rules.ruleFor(mount.point()).isEmpty()) {
          mounts.add(mount.point());
        }
      }
    }
    pruned.removeIf(path -> starts.stream().anyMatch(start -> start.isWithin(path)));
    SortedSet<TreePath> outer = withoutNested(pruned);
    List<TreePath> apart = new ArrayList<>();
    for (TreePath large : OFTEN_LARGE) {
      boolean walked = outer.stream().noneMatch(large::isWithin) && !starts.contains(large);
      if (walked && isFolder(tree, large)) {
        apart.add(large);
      }
    }
    return new WalkPlan(starts, List.copyOf(apart), outer, mounts);
  }

  private static boolean isFolder(HostTree tree, TreePath path) throws IOException {
    try {
      return tree.status(path).filter(status -> status.kind() == NodeKind.DIRECTORY).isPresent();
    } catch (NotPermittedException e) {
      return false;
    }
  }

  private static List<TreePath> homes(HostTree tree) throws IOException {
    List<TreePath> homes = new ArrayList<>(List.of(ROOTS_HOME));
    for (String name : tree.list(HOME)) {
      homes.add(HOME.child(name));
    }
    return homes;
  }

  // Each path costs a comparison with every path of the tree.
  private static SortedSet<TreePath> withoutNested(SortedSet<TreePath> paths) {
    SortedSet<TreePath> outer = new TreeSet<>();
    for (TreePath path : paths) {
      if (outer.stream().noneMatch(path::isWithin)) {
        outer.add(path);
      }
    }
    return outer;
  }

  /** Whether nothing is known of that path, because the scan does not go there. */
  boolean skips(TreePath path) {
    TreePath at = path;
    while (!at.equals(TreePath.ROOT)) {
      if (pruned.contains(at)) {
        return true;
      }
      at = at.parent().orElse(TreePath.ROOT);
    }
    return false;
  }
}
