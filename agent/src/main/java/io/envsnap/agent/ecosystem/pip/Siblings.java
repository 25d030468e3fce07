package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several dist-infos of one project in one site folder: {@code pip install --ignore-installed} puts
 * a version over another whose dist-info stays behind. Pip sees both, so both belong to a restored
 * machine as well.
 */
final class Siblings {
  private static final String SUFFIX = ".dist-info";

  private final HostTree tree;
  private final Map<TreePath, Map<String, SortedSet<String>>> versions = new HashMap<>();

  Siblings(HostTree tree) {
    this.tree = tree;
  }

  /** Versions of a project in a site folder besides this one, sorted. */
  List<String> beside(TreePath site, String project, String version) throws IOException {
    Map<String, SortedSet<String>> known = versions.get(site);
    if (known == null) {
      known = in(site);
      versions.put(site, known);
    }
    return known.getOrDefault(ProjectName.normal(project), new TreeSet<>()).stream()
        .filter(other -> !other.equals(version))
        .toList();
  }

  private Map<String, SortedSet<String>> in(TreePath site) throws IOException {
    Map<String, SortedSet<String>> found = new TreeMap<>();
    for (String name : tree.list(site)) {
      int dash = name.indexOf('-');
      if (dash > 0 && name.endsWith(SUFFIX) && DistributionReader.isInfo(name)) {
        found
            .computeIfAbsent(ProjectName.normal(name.substring(0, dash)), key -> new TreeSet<>())
            .add(name.substring(dash + 1, name.length() - SUFFIX.length()));
      }
    }
    return found;
  }
}
