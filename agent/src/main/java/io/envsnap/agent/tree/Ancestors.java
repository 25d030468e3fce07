package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells of paths whether they lie in folders that are not entered, or were not when the baseline
 * was taken. A walk names what lies in one folder one after the other, so what was found of a
 * folder is kept until the next one.
 */
final class Ancestors {
  private final Set<String> pruned = new HashSet<>();
  private final Set<String> unwatched = new HashSet<>();
  private String folder = "";
  private boolean folderSkipped;
  private boolean folderUnwatched;

  /**
   * Of such folders.
   *
   * @param pruned not entered now
   * @param unwatched not entered then
   */
  Ancestors(Collection<TreePath> pruned, Collection<TreePath> unwatched) {
    pruned.forEach(path -> this.pruned.add(path.value()));
    unwatched.forEach(path -> this.unwatched.add(path.value()));
    // The root is entered whatever happens.
    this.pruned.remove(TreePath.ROOT.value());
    this.unwatched.remove(TreePath.ROOT.value());
  }

  /** Whether nothing is known of that path now, because the walk does not go there. */
  boolean isSkipped(String path) {
    enter(path);
    return folderSkipped || pruned.contains(path);
  }

  /** Whether nothing was known of that path then. */
  boolean wasUnwatched(String path) {
    enter(path);
    return folderUnwatched || unwatched.contains(path);
  }

  private void enter(String path) {
    int end = path.lastIndexOf('/');
    if (end == folder.length() && path.startsWith(folder)) {
      return;
    }
    folder = path.substring(0, end);
    folderSkipped = false;
    folderUnwatched = false;
    for (int at = end; at > 0; at = path.lastIndexOf('/', at - 1)) {
      String ancestor = path.substring(0, at);
      folderSkipped |= pruned.contains(ancestor);
      folderUnwatched |= unwatched.contains(ancestor);
    }
  }
}
