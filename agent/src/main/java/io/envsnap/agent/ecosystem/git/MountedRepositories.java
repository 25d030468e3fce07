package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds repositories on a mount that the scan does not walk, such as a Drive: the one that is
 * mounted itself, and those one or two folders below that the session used. It lists few folders
 * and looks at few names, because each look may be a question to a server.
 */
final class MountedRepositories {
  private static final int DEPTH = 2;
  private static final int LISTINGS = 8;
  private static final int LOOKS = 64;

  /** What git writes when a person works with a repository (gitrepository-layout(5)). */
  private static final List<String> TRACES = List.of("index", "logs/HEAD", "HEAD", "FETCH_HEAD");

  private final HostTree tree;
  private final RepositoryFinder finder;
  private final Timestamp sessionStart;
  private int listings;
  private int looks;

  MountedRepositories(HostTree tree, Timestamp sessionStart) {
    this.tree = tree;
    this.finder = new RepositoryFinder(tree);
    this.sessionStart = sessionStart;
  }

  /** Those of one mount. */
  List<Repository> below(TreePath mount) throws IOException {
    listings = 0;
    looks = 0;
    Optional<Repository> whole = finder.at(mount.child(".git"));
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    List<Repository> found = new ArrayList<>();
    look(mount, 1, found);
    return found;
  }

  private void look(TreePath folder, int depth, List<Repository> found) throws IOException {
    if (listings == LISTINGS) {
      return;
    }
    listings++;
    List<TreePath> inner = new ArrayList<>();
    for (String name : tree.list(folder)) {
      if (name.startsWith(".") || looks == LOOKS) {
        continue;
      }
      looks++;
      TreePath path = folder.child(name);
      Optional<Repository> repository = finder.at(path.child(".git"));
      if (repository.isEmpty()) {
        inner.add(path);
      } else if (wasUsed(repository.get())) {
        found.add(repository.get());
      }
    }
    if (depth < DEPTH) {
      for (TreePath path : inner) {
        if (tree.status(path).filter(one -> one.kind() == NodeKind.DIRECTORY).isPresent()) {
          look(path, depth + 1, found);
        }
      }
    }
  }

  private boolean wasUsed(Repository repository) throws IOException {
    for (String trace : TRACES) {
      Optional<FileStatus> status = tree.status(repository.data().child(trace));
      if (status.filter(one -> one.mtime().compareTo(sessionStart) > 0).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
