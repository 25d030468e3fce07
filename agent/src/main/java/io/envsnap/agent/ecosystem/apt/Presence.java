package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** What will be on a machine once the files of a restore are placed. */
final class Presence {
  private static final List<TreePath> PROGRAMS =
      List.of(
          TreePath.of("/usr/sbin"),
          TreePath.of("/usr/bin"),
          TreePath.of("/sbin"),
          TreePath.of("/bin"));

  private final HostTree tree;
  private final Set<TreePath> coming;

  /**
   * For one machine.
   *
   * @param coming paths that the restore writes
   */
  Presence(HostTree tree, Set<TreePath> coming) {
    this.tree = tree;
    this.coming = Set.copyOf(coming);
  }

  /** Whether the path is there, or comes. */
  boolean isThere(TreePath path) {
    try {
      return coming.contains(path)
          || tree.status(path).isPresent()
          || coming.contains(tree.resolveParents(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a program of that name is there, or comes. */
  boolean hasProgram(String name) {
    return PROGRAMS.stream().anyMatch(folder -> isThere(folder.child(name)));
  }
}
