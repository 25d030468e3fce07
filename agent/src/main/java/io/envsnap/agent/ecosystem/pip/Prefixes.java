package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/** The prefix of a site folder: what an uninstall may touch. */
final class Prefixes {
  private static final List<String> SITES = List.of("site-packages", "dist-packages");

  private Prefixes() {}

  /**
   * {@code /usr/local} of {@code /usr/local/lib/python3.11/dist-packages}; else the folder itself.
   */
  static TreePath of(TreePath site) {
    TreePath python = site.parent().orElse(TreePath.ROOT);
    TreePath lib = python.parent().orElse(TreePath.ROOT);
    boolean standard =
        SITES.contains(site.name())
            && python.name().startsWith("python")
            && lib.name().startsWith("lib");
    return standard ? lib.parent().orElse(TreePath.ROOT) : site;
  }
}
