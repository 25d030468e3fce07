package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** All folders above some paths. Quick where neighbours are added one after the other. */
public final class FoldersAbove {
  private final Set<TreePath> folders = new HashSet<>();
  private String last = "";

  /** Adds those above that path. */
  public void add(TreePath path) {
    String text = path.value();
    int end = text.lastIndexOf('/');
    if (end == last.length() && end > 0 && text.startsWith(last)) {
      return;
    }
    last = text.substring(0, end);
    Optional<TreePath> at = path.parent();
    while (at.isPresent() && folders.add(at.get())) {
      at = at.get().parent();
    }
  }

  /** Whether one of the paths lies below that folder. */
  public boolean contains(TreePath folder) {
    return folders.contains(folder);
  }
}
