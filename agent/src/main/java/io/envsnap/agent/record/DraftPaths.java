package io.envsnap.agent.record;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns claims into the paths that a snapshot shall hold. */
final class DraftPaths {
  private DraftPaths() {}

  static List<RecordedPath> of(Captured captured, Changes changes) {
    List<RecordedPath> paths = new ArrayList<>(captured.claims().size());
    for (Map.Entry<TreePath, Claim> claimed : captured.claims().entrySet()) {
      TreePath path = claimed.getKey();
      Claim claim = claimed.getValue();
      Optional<FileStatus> status = changes.status(path);
      boolean recordable = status.map(s -> s.kind() != NodeKind.OTHER).orElse(true);
      if (recordable && (status.isPresent() || changes.deleted().contains(path))) {
        paths.add(
            new RecordedPath(
                path,
                status,
                claim.entry(),
                claim.placement(),
                Optional.ofNullable(captured.substitutes().get(path))));
      }
    }
    return paths;
  }
}
