package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plans the files of packages: what is placed, what is kept, and what of an old version goes. */
final class PackageSteps {
  private final Wanted wanted;
  private final DpkgDatabase here;
  private final Map<PackageId, PackageChange> changes;
  private final FileOwners owners;
  private final OwnChanges own;
  private final AlternativeSteps alternatives;
  private final DivertedPaths diverted;

  /**
   * For one machine.
   *
   * @param changes what the session did to the packages that are wanted
   * @param diversions what it diverted
   */
  PackageSteps(
      Wanted wanted,
      PlanContext context,
      DpkgDatabase here,
      Map<PackageId, PackageChange> changes,
      RecordDelta diversions)
      throws IOException {
    this.wanted = wanted;
    this.here = here;
    this.changes = Map.copyOf(changes);
    this.alternatives = new AlternativeSteps(wanted, context, path -> false);
    this.own = new OwnChanges(context.tree(), context.baseline());
    Set<PackageId> moving = new HashSet<>(changes.keySet());
    for (PackageChange change : changes.values()) {
      StatusMerge.present(change, here.status()).map(DpkgStatus::idOf).ifPresent(moving::add);
    }
    this.owners = new FileOwners(here, asked(moving), moving);
    this.diverted = DivertedPaths.of(diversions, here);
  }

  /** Paths that come, and paths of what is here and moves. */
  private Set<String> asked(Set<PackageId> moving) throws IOException {
    Set<String> asked = new HashSet<>();
    for (PackageChange change : changes.values()) {
      wanted.nodesOf(Keys.of(change.id())).forEach(node -> asked.add(node.node().path().value()));
    }
    for (PackageId id : moving) {
      if (here.status().installed(id).isPresent()) {
        here.listed(id).forEach(path -> asked.add(path.value()));
      }
    }
    return asked;
  }

  /** Packages whose files belong to another package here, each with the reason to refuse it. */
  Map<PackageId, String> fileClashes() {
    Map<PackageId, String> clashes = new TreeMap<>();
    for (PackageChange change : changes.values()) {
      for (ClaimedNode claimed : wanted.nodesOf(Keys.of(change.id()))) {
        clash(change, claimed.node()).ifPresent(reason -> clashes.putIfAbsent(change.id(), reason));
      }
    }
    return clashes;
  }

  private Optional<String> clash(PackageChange change, TreeNode node) {
    TreePath path = node.path();
    boolean folder = node instanceof TreeNode.Directory || node instanceof TreeNode.Deleted;
    if (folder || diverted.bySession(path, change.id().name())) {
      return Optional.empty();
    }
    if (diverted.byOthersHere(path, change.id().name())) {
      return Optional.of("`" + path + "` is diverted here");
    }
    return owners
        .of(path)
        .filter(other -> !mayTake(change, other))
        .map(other -> "`" + path + "` belongs to `" + other + "` here");
  }

  /** A package may take files of those that it says it replaces, or of its own sisters. */
  private static boolean mayTake(PackageChange change, PackageId other) {
    String replaces = change.now().map(stanza -> stanza.value("Replaces")).orElse("");
    return other.name().equals(change.id().name())
        || Relations.all(replaces).stream()
            .anyMatch(relation -> relation.name().equals(other.name()));
  }

  /** The steps of those that may come back by their files. */
  List<RestoreStep> steps(Collection<PackageId> eligible) throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (PackageChange change : changes.values()) {
      if (eligible.contains(change.id())) {
        steps.addAll(steps(change));
      }
    }
    return steps;
  }

  private List<RestoreStep> steps(PackageChange change) throws IOException {
    EntryKey key = Keys.of(change.id());
    List<RestoreStep> steps = new ArrayList<>();
    Optional<Stanza> present = StatusMerge.present(change, here.status());
    boolean behind = StatusMerge.relation(change, here.status()) == StatusMerge.Relation.BEHIND;
    if (present.isPresent() && behind) {
      RestoreStep.Remove removal = removal(change, present.get());
      steps.add(removal);
      if (!change.isInstalled()) {
        steps.addAll(alternatives.withdrawals(key, Set.copyOf(removal.paths())));
      }
    }
    List<ClaimedNode> nodes = wanted.nodesOf(key);
    if (!nodes.isEmpty()) {
      steps.add(new RestoreStep.Place(key, kept(nodes, present)));
    } else if (change.isInstalled()) {
      steps.add(new RestoreStep.Refuse(key, 4, "the snapshot holds none of its files"));
    } else if (steps.isEmpty()) {
      steps.add(new RestoreStep.Present(key));
    }
    return steps;
  }

  /**
   * Of a package that apt installed from an archive made of the snapshot, what such an archive
   * cannot bring: dpkg's notes, and configuration that was edited or deleted.
   */
  RestoreStep notes(PackageChange change) throws IOException {
    EntryKey key = Keys.of(change.id());
    Set<TreePath> conffiles = here.conffiles(change.now().orElseThrow()).keySet();
    List<TreePath> settled = new ArrayList<>();
    for (ClaimedNode node : wanted.nodesOf(key)) {
      TreePath path = node.node().path();
      boolean note = path.parent().equals(Optional.of(SystemFiles.INFO));
      if (!note && !conffiles.contains(path)) {
        settled.add(path);
      }
    }
    List<TreePath> keep = kept(wanted.nodesOf(key), StatusMerge.present(change, here.status()));
    return new RestoreStep.Place(key, keep, settled);
  }

  /**
   * Takes away the files of the version that is here. Conffiles stay unless the package was purged,
   * as dpkg has it.
   */
  private RestoreStep.Remove removal(PackageChange change, Stanza present) throws IOException {
    PackageId old = DpkgStatus.idOf(present);
    boolean purged = !change.isInstalled() && !change.isConfigFiles();
    Set<TreePath> conffiles = purged ? Set.of() : here.conffiles(present).keySet();
    List<TreePath> paths = new ArrayList<>();
    for (TreePath path : here.listed(old)) {
      boolean keep = conffiles.contains(path) || owners.of(path).isPresent();
      if (!keep) {
        paths.add(path);
      }
    }
    for (TreePath file : here.infoFiles(old)) {
      boolean kept = change.isConfigFiles() && file.equals(here.infoFile(old, "postrm"));
      if (!kept) {
        paths.add(file);
      }
    }
    String becomes = change.isInstalled() ? "is replaced" : "is removed";
    return new RestoreStep.Remove(
        Keys.of(change.id()), paths, old.name() + " " + present.value("Version") + " " + becomes);
  }

  /** Configuration that this machine's user has made or changed. */
  private List<TreePath> kept(List<ClaimedNode> nodes, Optional<Stanza> present)
      throws IOException {
    Map<TreePath, String> conffiles =
        present.isPresent() ? here.conffiles(present.get()) : Map.of();
    List<TreePath> keep = new ArrayList<>();
    for (ClaimedNode node : nodes) {
      TreePath path = node.node().path();
      if (!path.value().startsWith("/etc/")) {
        continue;
      }
      boolean edited =
          conffiles.containsKey(path) ? own.isEdited(path, conffiles) : own.isOwn(node);
      if (edited && own.differs(node)) {
        keep.add(path);
      }
    }
    return keep;
  }
}
