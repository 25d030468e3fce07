package io.envsnap.agent.restore;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to go from this machine before a recorded path can be of another kind than it is here: a
 * folder of the image that the session moved elsewhere and replaced by a link, or the reverse. What
 * lay there is gone on the recorded machine, so it goes here too, as long as it is the image's.
 */
final class Clearance {
  /** Installers decide about their own paths; only what nobody claims is cleared for. */
  private static final EcosystemId FILES = new EcosystemId("files");

  private final HostTree tree;
  private final SessionTime session;
  private final RestoreGuard guard;

  Clearance(HostTree tree, SessionTime session, RestoreGuard guard) {
    this.tree = tree;
    this.session = session;
    this.guard = guard;
  }

  /**
   * Everything at and below the path.
   *
   * @return empty when some of it is this machine's own, or none of a restore's business
   */
  Optional<List<TreePath>> of(ClaimedNode claimed) throws IOException {
    List<TreePath> paths = new ArrayList<>();
    return claimed.entry().ecosystem().equals(FILES) && collect(claimed.node().path(), paths)
        ? Optional.of(paths)
        : Optional.empty();
  }

  private boolean collect(TreePath path, List<TreePath> paths) throws IOException {
    Optional<FileStatus> status = tree.status(path);
    if (status.isEmpty()) {
      return true;
    }
    if (session.covers(status.get().ctime()) || guard.forbids(path).isPresent()) {
      return false;
    }
    paths.add(path);
    if (status.get().kind() == NodeKind.DIRECTORY) {
      for (String name : tree.list(path)) {
        if (!collect(path.child(name), paths)) {
          return false;
        }
      }
    }
    return true;
  }
}
