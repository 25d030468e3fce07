package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which installed package of this machine ships a path; of several, as with folders, one. */
final class FileOwners {
  private final Map<TreePath, PackageId> owners = new HashMap<>();

  /**
   * Reads the lists of all installed packages but these.
   *
   * @param but packages whose files do not count, because they leave or come back
   */
  FileOwners(DpkgDatabase database, Set<PackageId> but) throws IOException {
    for (PackageId id : database.status().installed().keySet()) {
      if (!but.contains(id)) {
        for (TreePath path : database.listed(id)) {
          owners.putIfAbsent(path, id);
        }
      }
    }
  }

  Optional<PackageId> of(TreePath path) {
    return Optional.ofNullable(owners.get(path));
  }
}
