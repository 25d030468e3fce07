package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.PerFolder;
import io.envsnap.spec.snapshot.TreePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose worktree or data a path lies in. Quick where neighbours are asked for one after another.
 */
final class RepositoryRoots {
  private final Map<TreePath, Repository> roots = new HashMap<>();
  private final PerFolder<Repository> above = new PerFolder<>(this::climb);

  /** Knows of these from the start. */
  RepositoryRoots(Iterable<Repository> repositories) {
    for (Repository repository : repositories) {
      repository.worktree().ifPresent(worktree -> roots.put(worktree, repository));
      roots.put(repository.data(), repository);
    }
  }

  /** The repository whose root is nearest above the path, or the path itself. */
  Optional<Repository> owner(TreePath path) {
    Repository own = roots.get(path);
    return own == null ? above.of(path) : Optional.of(own);
  }

  private Optional<Repository> climb(TreePath folder) {
    Optional<TreePath> at = Optional.of(folder);
    while (at.isPresent()) {
      Repository repository = roots.get(at.get());
      if (repository != null) {
        return Optional.of(repository);
      }
      at = at.get().parent();
    }
    return Optional.empty();
  }
}
