package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes down which alternatives the session offered and chose. The links themselves are made again
 * by {@code update-alternatives}: a copy would take away what the next machine offers itself.
 */
final class AlternativeFindings {
  static final String PART = "dpkg/alternatives/";
  static final String MODE = "mode";
  static final String SELECTION = "selection";
  static final String MANUAL = "manual";
  private static final TreePath LINKS = TreePath.of("/etc/alternatives");

  private final CaptureContext context;
  private final HostTree tree;
  private final RealPaths realPaths;
  private final Set<AlternativesLog.Offer> offered;

  /**
   * For one machine.
   *
   * @param offered what the session asked update-alternatives to offer
   */
  AlternativeFindings(
      CaptureContext context, RealPaths realPaths, Set<AlternativesLog.Offer> offered) {
    this.context = context;
    this.tree = context.tree();
    this.realPaths = realPaths;
    this.offered = Set.copyOf(offered);
  }

  void into(Findings findings) throws IOException {
    String links = LINKS.value() + "/";
    context
        .changes()
        .changed()
        .forEach(
            (path, status) -> {
              boolean link = status.kind() == NodeKind.SYMLINK && status.target().startsWith(links);
              if (link || path.isWithin(LINKS)) {
                findings.absorb(path);
              }
            });
    for (String name : tree.list(SystemFiles.ALTERNATIVES)) {
      TreePath file = SystemFiles.ALTERNATIVES.child(name);
      if (context.changes().touched(file)) {
        Optional<AlternativeGroup> group =
            AlternativeGroup.parse(name, SystemFiles.lines(tree, file));
        if (group.isPresent()) {
          describe(group.get(), findings);
        }
      }
    }
  }

  private void describe(AlternativeGroup group, Findings findings) throws IOException {
    Map<String, AlternativeGroup.Choice> ours = new LinkedHashMap<>();
    for (AlternativeGroup.Choice choice : group.choices().values()) {
      boolean asked = offered.contains(new AlternativesLog.Offer(group.name(), choice.path()));
      Optional<TreePath> path = SystemFiles.path(choice.path());
      if (path.isPresent() && isOurs(realPaths.of(path.get()), asked, findings)) {
        ours.put(choice.path(), choice);
      }
    }
    // Whoever chooses what is in use already changes no link, only the mode.
    boolean chosen =
        group.manual() && (ours.isEmpty() || context.changes().touched(LINKS.child(group.name())));
    if (ours.isEmpty() && !chosen) {
      return;
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("link", group.link());
    attributes.put(MODE, group.manual() ? MANUAL : "auto");
    if (group.manual()) {
      tree.status(LINKS.child(group.name()))
          .ifPresent(status -> attributes.put(SELECTION, status.target()));
    }
    findings.entry(
        new Entry(Keys.plain(Keys.ALTERNATIVES, group.name()), "", chosen, List.of(), attributes));
    findings.part(PART + group.name(), SystemFiles.bytes(group.only(ours).lines()));
  }

  /** New in the session or offered by it, and not brought by envsnap's own launcher. */
  private boolean isOurs(TreePath path, boolean asked, Findings findings) {
    return (asked || context.changes().touched(path)) && !findings.isAbsorbed(path);
  }
}
