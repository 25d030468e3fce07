package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gathers the packages whose files are wrong for this machine, and which apt shall install from
 * archives made of the snapshot (rung 3).
 */
final class Rebuilding {
  private static final int ARTIFACT = 3;

  private final Wanted wanted;
  private final HostTree tree;
  private final DpkgDatabase here;
  private final Set<PackageId> clashing;
  private final Diversions diversions;
  private final List<AptItem> items = new ArrayList<>();
  private final Map<PackageId, String> reasons = new TreeMap<>();

  /**
   * For one machine.
   *
   * @param clashing packages whose files belong to others here, so that dpkg would not unpack them,
   *     or that this machine holds as they are
   */
  Rebuilding(Wanted wanted, HostTree tree, DpkgDatabase here, Set<PackageId> clashing) {
    this.wanted = wanted;
    this.tree = tree;
    this.here = here;
    this.clashing = new HashSet<>(clashing);
    this.diversions =
        Diversions.parse(
            SystemFiles.lines(wanted.part(SharedFile.DIVERSIONS.part()).orElse(new byte[0])));
  }

  /** Whether the package is here just as it was recorded, whatever it stands on. */
  boolean isThere(PackageChange change) {
    return change.isInstalled()
        && StatusMerge.relation(change, here.status()) == StatusMerge.Relation.SAME;
  }

  /** Takes the package, if it can be made again. */
  boolean take(PackageChange change, String reason) {
    List<ClaimedNode> nodes = nodes(change.id());
    boolean sameVersion =
        here.status().installed(change.id()).isPresent()
            && here.status().version(change.id()).equals(change.version());
    boolean possible =
        change.isInstalled()
            && !wanted.nodesOf(Keys.of(change.id())).isEmpty()
            && !clashing.contains(change.id())
            && !sameVersion
            && !here.status().unfinished().contains(change.id());
    if (possible) {
      Entry entry = entry(change.id());
      items.add(
          new AptItem(
              change.id(),
              change.version(),
              !entry.requested(),
              entry.attribute(PackageEntries.HOLD).equals("true"),
              Optional.empty(),
              Optional.of(
                  new RebuiltDeb(
                      change.id(),
                      change.now().orElseThrow(),
                      nodes,
                      diversions,
                      tree.onDisk(TreePath.ROOT)))));
      reasons.put(change.id(), reason);
    }
    return possible;
  }

  /** Names of those that were taken. */
  List<PackageId> taken() {
    return items.stream().map(AptItem::id).toList();
  }

  /** Instances of several architectures share files, and one of them has these in the snapshot. */
  private List<ClaimedNode> nodes(PackageId id) {
    SortedMap<TreePath, ClaimedNode> nodes = new TreeMap<>();
    for (Entry entry : wanted.entries()) {
      EntryKey key = entry.key();
      if (key.kind().equals(Keys.PACKAGES) && key.name().equals(id.name())) {
        wanted.nodesOf(key).forEach(node -> nodes.put(node.node().path(), node));
      }
    }
    wanted.nodesOf(Keys.of(id)).forEach(node -> nodes.put(node.node().path(), node));
    return List.copyOf(nodes.values());
  }

  /** Sources and keys come back before the packages do, but after apt is asked about these. */
  private List<AptConfigFile> settings() throws IOException {
    List<AptConfigFile> settings = new ArrayList<>();
    for (Entry entry : wanted.entries()) {
      Optional<AptConfigFile> file = AptConfigFile.of(entry);
      boolean usable = file.isPresent() && file.get().problem().isEmpty();
      if (usable && tree.status(file.get().path()).isEmpty()) {
        settings.add(file.get());
      }
    }
    return settings;
  }

  private Entry entry(PackageId id) {
    return wanted.entries().stream()
        .filter(entry -> entry.key().equals(Keys.of(id)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Their steps.
   *
   * @param byFiles packages that come back by their files before
   * @param pins base packages that get their recorded versions
   */
  List<RestoreStep> steps(Collection<PackageChange> byFiles, Map<PackageId, String> pins)
      throws IOException {
    AptInstaller installer =
        new AptInstaller(
            items,
            List.of(),
            settings(),
            new StatusMerge(List.copyOf(byFiles), Map.of()),
            wanted.recorded(),
            pins,
            List.of());
    List<RestoreStep> steps = new ArrayList<>();
    for (AptItem item : items) {
      steps.add(
          new RestoreStep.Install(
              item.key(),
              ARTIFACT,
              reasons.get(item.id()) + ": rebuilt from the snapshot",
              installer));
    }
    return steps;
  }
}
