package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** What goes with a distribution's files beside what its RECORD lists. */
final class DistributionTraces {
  private final HostTree tree;
  private final Pattern compiled;

  /**
   * On one machine.
   *
   * @param compiled names of files that Python compiled
   */
  DistributionTraces(HostTree tree, Pattern compiled) {
    this.tree = tree;
    this.compiled = compiled;
  }

  /** Adds what Python compiled of a file, and the folder of that. */
  void compiled(TreePath file, Collection<TreePath> paths) throws IOException {
    Optional<TreePath> parent = file.parent();
    if (!file.name().endsWith(".py") || parent.isEmpty()) {
      return;
    }
    String module = file.name().substring(0, file.name().length() - 2);
    TreePath cache = parent.get().child("__pycache__");
    for (String name : tree.list(cache)) {
      if (name.startsWith(module) && compiled.matcher(name).matches()) {
        paths.add(cache.child(name));
        paths.add(cache);
      }
    }
  }

  /** Adds the folders between a file and the folder of packages. */
  static void folders(TreePath file, TreePath site, Collection<TreePath> paths) {
    Optional<TreePath> folder = file.parent();
    while (folder.isPresent() && folder.get().isWithin(site) && !folder.get().equals(site)) {
      paths.add(folder.get());
      folder = folder.get().parent();
    }
  }

  /** Adds the path and all below it. */
  void below(TreePath path, Collection<TreePath> paths) throws IOException {
    Optional<NodeKind> kind = tree.status(path).map(FileStatus::kind);
    if (kind.isPresent()) {
      paths.add(path);
    }
    if (kind.equals(Optional.of(NodeKind.DIRECTORY))) {
      for (String name : tree.list(path)) {
        below(path.child(name), paths);
      }
    }
  }
}
