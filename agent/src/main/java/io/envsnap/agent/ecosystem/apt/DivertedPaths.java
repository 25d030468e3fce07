package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Diversions by the real paths that they are about, from both sides.
 *
 * @param session who diverted a path in the session: both its ends lead to the package's name
 * @param here who diverts a path on this machine
 */
record DivertedPaths(Map<TreePath, String> session, Map<TreePath, String> here) {
  DivertedPaths {
    session = Map.copyOf(session);
    here = Map.copyOf(here);
  }

  static DivertedPaths of(RecordDelta recorded, DpkgDatabase database) throws IOException {
    Map<TreePath, String> session = new HashMap<>();
    for (String triple : recorded.after().values()) {
      List<String> lines = triple.lines().toList();
      for (String end : lines.subList(0, 2)) {
        Optional<TreePath> path = SystemFiles.path(end);
        if (path.isPresent()) {
          session.put(database.realPaths().of(path.get()), lines.get(2));
        }
      }
    }
    Map<TreePath, String> here = new HashMap<>();
    for (Diversions.Diversion diversion : database.diversions().byPath().values()) {
      Optional<TreePath> from = SystemFiles.path(diversion.from());
      if (from.isPresent()) {
        here.put(database.realPaths().of(from.get()), diversion.owner());
      }
    }
    return new DivertedPaths(session, here);
  }

  /** Whether that package moved everybody else's file out of the way, in the session. */
  boolean bySession(TreePath path, String packageName) {
    return packageName.equals(session.get(path)) && !byOthersHere(path, packageName);
  }

  /** Whether this machine puts that package's file elsewhere than where it was recorded. */
  boolean byOthersHere(TreePath path, String packageName) {
    String owner = here.get(path);
    return owner != null && !owner.equals(packageName);
  }
}
