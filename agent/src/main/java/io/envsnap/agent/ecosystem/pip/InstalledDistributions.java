package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the site folders of this machine have while a restore is planned, each read once. */
final class InstalledDistributions {
  private final DistributionReader reader;
  private final Map<TreePath, List<Distribution>> known = new HashMap<>();

  /** The same by project, as each entry asks for its own. */
  private final Map<TreePath, Map<String, List<Distribution>>> byName = new HashMap<>();

  InstalledDistributions(HostTree tree) {
    this.reader = new DistributionReader(tree);
  }

  /**
   * Those of one project.
   *
   * @param name of the project, normalized (PEP 503)
   */
  List<Distribution> named(TreePath site, String name) throws IOException {
    Map<String, List<Distribution>> named = byName.get(site);
    if (named == null) {
      named =
          in(site).stream().collect(Collectors.groupingBy(one -> ProjectName.normal(one.name())));
      byName.put(site, named);
    }
    return List.copyOf(named.getOrDefault(name, List.of()));
  }

  /** All of that folder. */
  List<Distribution> in(TreePath site) throws IOException {
    List<Distribution> found = known.get(site);
    if (found == null) {
      found = List.copyOf(reader.in(site));
      known.put(site, found);
    }
    return found;
  }
}
