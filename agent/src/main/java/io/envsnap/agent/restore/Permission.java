package io.envsnap.agent.restore;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.Superuser;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** What this user may write. The superuser may write everything. */
final class Permission {
  private final HostTree tree;
  private final boolean superuser;

  Permission(HostTree tree) {
    this.tree = tree;
    this.superuser = Superuser.isPresent();
  }

  boolean isSuperuser() {
    return superuser;
  }

  /**
   * Why nothing may be put at, or taken from, a path; empty when it may. What is missing above it
   * is made below the nearest folder that is there.
   */
  Optional<String> forbids(TreePath path) throws IOException {
    if (superuser) {
      return Optional.empty();
    }
    TreePath folder = path.parent().orElse(TreePath.ROOT);
    while (tree.status(folder).isEmpty() && folder.parent().isPresent()) {
      folder = folder.parent().get();
    }
    return Files.isWritable(tree.onDisk(tree.resolve(folder)))
        ? Optional.empty()
        : Optional.of("this user may not write `" + path + "`");
  }
}
