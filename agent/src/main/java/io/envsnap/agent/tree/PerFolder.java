package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all paths of one folder, found once where neighbours are asked for one after
 * the other.
 *
 * @param <V> what there may be for a folder
 */
public final class PerFolder<V> {
  private final Function<TreePath, Optional<V>> finding;
  private @Nullable TreePath folder;
  private Optional<V> found = Optional.empty();

  /**
   * Nothing is known of any folder yet.
   *
   * @param finding finds it out of a folder
   */
  public PerFolder(Function<TreePath, Optional<V>> finding) {
    this.finding = finding;
  }

  /** What there is for the folder that holds a path; nothing holds the root. */
  public Optional<V> of(TreePath path) {
    TreePath known = folder;
    if (known == null || !path.isChildOf(known)) {
      Optional<TreePath> parent = path.parent();
      folder = parent.orElse(null);
      found = parent.flatMap(finding);
    }
    return found;
  }
}
