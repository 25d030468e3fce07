package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the paths that are as a lockfile says although no snapshot has them: an installer has made
 * them again, or the image has them.
 */
final class AlreadyThere {
  private final HostTree tree;

  AlreadyThere(HostTree tree) {
    this.tree = tree;
  }

  EcosystemPlan of(Wanted wanted) throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (Entry entry : wanted.entries()) {
      if (entry.key().equals(Grouping.FOLDERS) || isThere(entry)) {
        steps.add(new RestoreStep.Present(entry.key()));
      }
    }
    return new EcosystemPlan(steps, List.of());
  }

  private boolean isThere(Entry entry) throws IOException {
    Optional<TreePath> path = TreePath.ROOT.resolve(entry.key().name());
    if (path.isEmpty()) {
      return false;
    }
    Optional<FileStatus> status = tree.status(path.get());
    if (entry.attribute("state").equals("deleted")) {
      return status.isEmpty();
    }
    if (status.isEmpty()) {
      return false;
    }
    String target = entry.attribute("target");
    return switch (status.get().kind()) {
      case FILE -> new FileDigest(tree).matches(path.get(), entry.version());
      case SYMLINK -> !target.isEmpty() && status.get().target().equals(target);
      case DIRECTORY -> entry.attribute("files").equals("0");
      case OTHER -> false;
    };
  }
}
