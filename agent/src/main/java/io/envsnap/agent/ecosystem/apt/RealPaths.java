package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Paths as the scan names them: {@code .list} files of a merged-/usr system still say {@code
 * /bin/x}. Remembers each folder, because thousands of paths share one.
 */
final class RealPaths {
  private final HostTree tree;
  private final Map<TreePath, TreePath> folders = new HashMap<>();

  RealPaths(HostTree tree) {
    this.tree = tree;
  }

  TreePath of(TreePath path) throws IOException {
    Optional<TreePath> parent = path.parent();
    if (parent.isEmpty()) {
      return path;
    }
    TreePath folder = folders.get(parent.get());
    if (folder == null) {
      folder = tree.resolveParents(path).parent().orElse(TreePath.ROOT);
      folders.put(parent.get(), folder);
    }
    return folder.child(path.name());
  }
}
