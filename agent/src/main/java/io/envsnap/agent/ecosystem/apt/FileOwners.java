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
   * @param asked the paths that it will be asked about
   * @param but packages whose files do not count, because they leave or come back
   */
  FileOwners(DpkgDatabase database, Set<String> asked, Set<PackageId> but) throws IOException {
    for (PackageId id : database.status().installed().keySet()) {
      if (!but.contains(id)) {
        for (TreePath path : database.listedAmong(id, asked)) {
          owners.putIfAbsent(path, id);
        }
      }
    }
  }

  Optional<PackageId> of(TreePath path) {
    return Optional.ofNullable(owners.get(path));
  }
}
