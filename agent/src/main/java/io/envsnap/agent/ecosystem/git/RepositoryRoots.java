package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.snapshot.TreePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose worktree or data a path lies in. Quick where neighbours are asked for one after another.
 */
final class RepositoryRoots {
  private final Map<TreePath, Repository> roots = new HashMap<>();
  private String folder = "";
  private Optional<Repository> ofFolder = Optional.empty();

  /** Knows of these from the start. */
  RepositoryRoots(Iterable<Repository> repositories) {
    for (Repository repository : repositories) {
      repository.worktree().ifPresent(worktree -> roots.put(worktree, repository));
      roots.put(repository.data(), repository);
    }
    ofFolder = climb(Optional.of(TreePath.ROOT));
  }

  /** The repository whose root is nearest above the path, or the path itself. */
  Optional<Repository> owner(TreePath path) {
    Repository own = roots.get(path);
    if (own != null) {
      return Optional.of(own);
    }
    String text = path.value();
    int end = text.lastIndexOf('/');
    if (end != folder.length() || !text.startsWith(folder)) {
      folder = text.substring(0, end);
      ofFolder = climb(path.parent());
    }
    return ofFolder;
  }

  private Optional<Repository> climb(Optional<TreePath> from) {
    Optional<TreePath> at = from;
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
