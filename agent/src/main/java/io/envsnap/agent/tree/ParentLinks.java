package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resolves the symbolic links in the parents of a path, within the tree: an absolute link starts at
 * the tree's root. What was found is remembered. Thread-safe.
 */
final class ParentLinks {
  // What the kernel allows too (MAXSYMLINKS).
  private static final int HOPS = 40;
  private final NodeAccess access;
  private final Map<TreePath, TreePath> real = new ConcurrentHashMap<>();

  /** Reads links there. */
  ParentLinks(NodeAccess access) {
    this.access = access;
  }

  /** The path with the links in its parents resolved; its last component stays. */
  TreePath resolve(TreePath path) throws IOException {
    if (path.equals(TreePath.ROOT)) {
      return path;
    }
    TreePath parent = path.parent().orElse(TreePath.ROOT);
    TreePath folder = folder(parent);
    return folder.equals(parent) ? path : folder.child(path.name());
  }

  private TreePath folder(TreePath path) throws IOException {
    TreePath known = path.equals(TreePath.ROOT) ? path : real.get(path);
    if (known == null) {
      known = step(folder(path.parent().orElse(TreePath.ROOT)), path.name(), 0);
      real.put(path, known);
    }
    return known;
  }

  private TreePath step(TreePath folder, String name, int hops) throws IOException {
    TreePath candidate = folder.child(name);
    String text = access.linkText(candidate);
    if (text.isEmpty() || hops == HOPS) {
      return candidate;
    }
    TreePath at = text.startsWith("/") ? TreePath.ROOT : folder;
    for (String component : text.split("/", -1)) {
      if (component.equals("..")) {
        at = at.parent().orElse(TreePath.ROOT);
      } else if (!component.isEmpty() && !component.equals(".")) {
        at = step(at, component, hops + 1);
      }
    }
    return at;
  }
}
