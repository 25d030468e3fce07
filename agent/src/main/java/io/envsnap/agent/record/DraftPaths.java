package io.envsnap.agent.record;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns claims into the paths that a snapshot shall hold. */
final class DraftPaths {
  private DraftPaths() {}

  /** Sorted, but for those that are gone, which come last. */
  static List<RecordedPath> of(Captured captured, Changes changes) {
    List<RecordedPath> paths = new ArrayList<>(captured.claims().size());
    changes
        .changed()
        .forEach(
            (path, status) -> {
              Claim claim = captured.claims().get(path);
              if (claim != null && status.kind() != NodeKind.OTHER) {
                paths.add(path(captured, path, Optional.of(status), claim));
              }
            });
    for (TreePath path : changes.deleted()) {
      Claim claim = captured.claims().get(path);
      if (claim != null && !changes.touched(path)) {
        paths.add(path(captured, path, Optional.empty(), claim));
      }
    }
    return paths;
  }

  private static RecordedPath path(
      Captured captured, TreePath path, Optional<FileStatus> status, Claim claim) {
    return new RecordedPath(
        path,
        status,
        claim.entry(),
        claim.placement(),
        Optional.ofNullable(captured.substitutes().get(path)));
  }
}
