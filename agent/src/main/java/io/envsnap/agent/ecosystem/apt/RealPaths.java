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
  private final Map<String, String> folders = new HashMap<>();

  RealPaths(HostTree tree) {
    this.tree = tree;
  }

  TreePath of(TreePath path) throws IOException {
    return path.equals(TreePath.ROOT) ? path : TreePath.of(of(path.value()));
  }

  /**
   * The same for the text of a path.
   *
   * @param path absolute; where it is not normal, it is given back as it is
   */
  String of(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    if (slash <= 0) {
      return path;
    }
    String folder = path.substring(0, slash);
    String real = folders.get(folder);
    if (real == null) {
      Optional<TreePath> parent = SystemFiles.decoded(folder);
      real =
          parent.isEmpty()
              ? folder
              : tree.resolveParents(parent.get().child("x")).parent().orElse(TreePath.ROOT).value();
      folders.put(folder, real);
    }
    if (real.equals(folder)) {
      return path;
    }
    return real.equals("/") ? path.substring(slash) : real + path.substring(slash);
  }
}
