package io.envsnap.agent.restore;

import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.Difference;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Gathers the steps of all ecosystems and compares what they place with what is there. */
final class PlanDraft {
  private static final int MERGE_LIMIT = 64 << 20;
  private static final EcosystemId APT = new EcosystemId("apt");
  private static final String UNPRIVILEGED =
      "a setuid program must belong to a package: its bytes come back, the privilege does not";

  private final HostTree tree;
  private final Comparison comparison;
  private final Map<EntryKey, List<ClaimedNode>> nodes;
  private final RestoreGuard guard;
  private final Clearance clearance;
  private final Permission permission;
  private final Set<EntryKey> denied = new HashSet<>();
  private final Latitude latitude;
  private final Set<TreePath> ours;
  private final Set<TreePath> cleared = new HashSet<>();
  private final Set<TreePath> blocked = new HashSet<>();
  private final SortedMap<EntryKey, PlannedEntry> entries = new TreeMap<>();
  private final Set<TreePath> replaced = new HashSet<>();
  private final List<ClaimedNode> placed = new ArrayList<>();
  private final List<RestoreStep.Remove> removals = new ArrayList<>();
  private final List<RestoreStep.Merge> merges = new ArrayList<>();
  private final List<RestoreStep.Run> runs = new ArrayList<>();
  private final List<RestoreStep.Install> installs = new ArrayList<>();
  private final List<RestoreStep.Pin> pins = new ArrayList<>();
  private final List<RestoreStep.Without> lacks = new ArrayList<>();
  private final List<TreePath> locks = new ArrayList<>();
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<BaseChange> baseChanges = new ArrayList<>();

  /**
   * Nothing is planned yet.
   *
   * @param ours recorded paths that this restore has placed: what is there now has come since
   */
  PlanDraft(
      HostTree tree,
      SessionTime session,
      Map<EntryKey, List<ClaimedNode>> nodes,
      Latitude latitude,
      Set<TreePath> ours,
      RestoreGuard guard,
      Comparison comparison)
      throws IOException {
    this.latitude = latitude;
    this.ours = Collections.unmodifiableSet(ours);
    this.tree = tree;
    this.comparison = comparison;
    this.nodes = nodes;
    this.guard = guard;
    this.permission = new Permission(tree);
    this.clearance = new Clearance(tree, session, guard);
  }

  void refuse(Entry entry, int rung, String reason) {
    entries.put(entry.key(), new PlannedEntry(entry, rung, reason, false));
  }

  /** This user may not do what the entry needs. */
  void deny(Entry entry, String reason) {
    refuse(entry, 2, reason);
    denied.add(entry.key());
  }

  void add(List<Entry> wanted, EcosystemPlan plan) throws IOException {
    Map<EntryKey, Entry> byKey = new HashMap<>();
    wanted.forEach(entry -> byKey.put(entry.key(), entry));
    for (RestoreStep step : plan.steps()) {
      Entry entry = byKey.get(step.entry());
      if (step instanceof RestoreStep.Refuse refuse && entry != null) {
        refuse(entry, refuse.rung(), refuse.reason());
      }
    }
    for (RestoreStep step : plan.steps()) {
      Entry entry = byKey.get(step.entry());
      if (entry != null && !isRefused(step.entry())) {
        try {
          take(entry, step);
        } catch (NotPermittedException e) {
          deny(entry, e.getMessage() == null ? "this user may not" : e.getMessage());
        }
      }
    }
    for (Entry entry : wanted) {
      entries.putIfAbsent(entry.key(), new PlannedEntry(entry, 1, "", true));
    }
    locks.addAll(plan.locks());
    baseChanges.addAll(plan.baseChanges());
  }

  private boolean isRefused(EntryKey key) {
    PlannedEntry planned = entries.get(key);
    return planned != null && !planned.comesBack();
  }

  private void take(Entry entry, RestoreStep step) throws IOException {
    if (step instanceof RestoreStep.Place place) {
      place(entry, place);
    } else if (step instanceof RestoreStep.Remove remove) {
      remove(entry, remove);
    } else if (step instanceof RestoreStep.Merge merge) {
      merge(entry, merge);
    } else if (step instanceof RestoreStep.Run run) {
      // Packages' own programs work for root alone, and what they bring up to date is root's.
      if (permission.isSuperuser() || !run.entry().ecosystem().equals(APT)) {
        runs.add(run);
      }
    } else if (step instanceof RestoreStep.Install install) {
      install(entry, install);
    } else if (step instanceof RestoreStep.Pin pin) {
      pin(pin);
    } else if (step instanceof RestoreStep.Without without) {
      lacks.add(without);
    } else if (step instanceof RestoreStep.Keep keep) {
      conflicts.add(new Conflict(entry.key(), keep.path(), keep.reason()));
    }
  }

  /** Programs know no guard, so what they shall write to is asked for before. */
  private void install(Entry entry, RestoreStep.Install install) throws IOException {
    for (String word : List.of(entry.key().name(), entry.key().scope())) {
      Optional<String> forbidden =
          word.startsWith("/") ? guard.forbids(TreePath.of(word)) : Optional.empty();
      if (forbidden.isPresent()) {
        refuse(entry, install.rung(), "`" + word + "`: " + forbidden.get());
        return;
      }
    }
    Optional<String> reason = mayNot(entry);
    if (reason.isPresent()) {
      deny(entry, reason.get());
      return;
    }
    installs.add(install);
    entries.put(entry.key(), new PlannedEntry(entry, install.rung(), install.reason(), true));
  }

  /** The entry comes back without, where nobody may change the base. */
  private void pin(RestoreStep.Pin pin) throws IOException {
    Optional<String> forbidden = guard.forbids(pin.folder());
    Optional<String> reason =
        forbidden.isPresent() ? forbidden : permission.forbids(pin.folder().child("new"));
    if (reason.isPresent()) {
      String what = pin.change().what() + " " + pin.change().recorded();
      lacks.add(new RestoreStep.Without(pin.entry(), what + " of its base: " + reason.get()));
    } else {
      pins.add(pin);
    }
  }

  /** Programs install where an entry has its place; what has none is the whole machine's. */
  private Optional<String> mayNot(Entry entry) throws IOException {
    for (String word : List.of(entry.key().scope(), entry.key().name())) {
      if (word.startsWith("/")) {
        return permission.forbids(TreePath.of(word).child("new"));
      }
    }
    return permission.isSuperuser() ? Optional.empty() : Optional.of("only root may install it");
  }

  private void place(Entry entry, RestoreStep.Place place) throws IOException {
    Set<TreePath> keep = new HashSet<>(place.keep());
    Set<TreePath> settled = new HashSet<>(place.settled());
    boolean complete = true;
    List<ClaimedNode> own = nodes.getOrDefault(entry.key(), List.of());
    for (int at = 0; at < own.size(); at++) {
      ClaimedNode recorded = own.get(at);
      TreePath path = recorded.node().path();
      if (settled.contains(path)) {
        continue;
      }
      Optional<ClaimedNode> plain = guard.withoutPrivilege(recorded);
      ClaimedNode claimed = plain.orElse(recorded);
      Comparison.Finding finding =
          plain.isPresent() ? comparison.anew(claimed) : comparison.of(recorded, at);
      Optional<String> forbidden = finding.forbidden();
      Optional<Difference> difference = finding.difference();
      if (forbidden.isPresent()) {
        conflicts.add(new Conflict(entry.key(), path, forbidden.get()));
      } else if (keep.contains(path) && !ours.contains(path) && !latitude.overwrites(claimed)) {
        if (difference.isPresent()) {
          conflicts.add(new Conflict(entry.key(), path, "this machine has its own there"));
        }
      } else if (difference.filter(PlanDraft::needsRoom).isPresent() && !makesRoom(claimed)) {
        conflicts.add(new Conflict(entry.key(), path, difference.get().reason()));
        blocked.add(path);
      } else {
        if (plain.isPresent()) {
          conflicts.add(new Conflict(entry.key(), path, UNPRIVILEGED));
        }
        placed.add(claimed);
        if (difference.isPresent()) {
          Optional<String> reason = permission.forbids(path);
          if (reason.isPresent()) {
            deny(entry, reason.get());
            return;
          }
          replaced.add(path);
          complete = false;
        }
      }
    }
    if (!complete) {
      changes(entry, "its files are in the snapshot");
    }
  }

  /** A rename puts anything over a file or a link, but nothing over a folder. */
  private static boolean needsRoom(Difference difference) {
    return difference.extent() == Difference.Extent.KIND;
  }

  private boolean makesRoom(ClaimedNode claimed) throws IOException {
    TreePath path = claimed.node().path();
    boolean folderHere =
        tree.status(path).filter(found -> found.kind() == NodeKind.DIRECTORY).isPresent();
    if (!folderHere && !(claimed.node() instanceof TreeNode.Directory)) {
      return true;
    }
    Optional<List<TreePath>> there = clearance.of(claimed);
    if (there.isPresent()) {
      cleared.add(path);
      removals.add(
          new RestoreStep.Remove(
              claimed.entry(), there.get(), "`" + path + "` is of another kind"));
    }
    return there.isPresent();
  }

  /** What lies below a path that stays what it is here cannot come either. */
  private void dropBlocked() {
    Predicate<ClaimedNode> isBlocked =
        claimed -> {
          Optional<TreePath> above = claimed.node().path().parent();
          while (above.isPresent() && !blocked.contains(above.get())) {
            above = above.get().parent();
          }
          return above.isPresent();
        };
    if (!blocked.isEmpty()) {
      for (ClaimedNode claimed : placed) {
        if (isBlocked.test(claimed)) {
          conflicts.add(
              new Conflict(
                  claimed.entry(), claimed.node().path(), "what is above it is no folder here"));
        }
      }
      placed.removeIf(isBlocked);
    }
  }

  private void remove(Entry entry, RestoreStep.Remove remove) throws IOException {
    List<TreePath> there = new ArrayList<>();
    for (TreePath path : remove.paths()) {
      if (guard.forbids(path).isEmpty() && tree.status(path).isPresent()) {
        there.add(path);
      }
    }
    for (TreePath path : there) {
      Optional<String> reason = permission.forbids(path);
      if (reason.isPresent()) {
        deny(entry, reason.get());
        return;
      }
    }
    if (!there.isEmpty()) {
      removals.add(new RestoreStep.Remove(remove.entry(), there, remove.why()));
      changes(entry, remove.why());
    }
  }

  private boolean mayMerge(Entry entry, TreePath file) {
    return nodes.getOrDefault(entry.key(), List.of()).stream()
        .filter(claimed -> claimed.node().path().equals(file))
        .allMatch(claimed -> guard.forbids(claimed).isEmpty());
  }

  private void merge(Entry entry, RestoreStep.Merge merge) throws IOException {
    if (!mayMerge(entry, merge.file())) {
      // Placing it is what the snapshot was denied, and its merge would be no less.
      return;
    }
    try {
      TreePath file = tree.resolveParents(merge.file());
      Optional<byte[]> current = tree.read(file, MERGE_LIMIT);
      byte[] merged = merge.merge().merge(current);
      if (replaced.contains(merge.file())) {
        // It is placed anew first, and merged as it will be then.
        merges.add(merge);
      } else if (!Arrays.equals(current.orElse(new byte[0]), merged)) {
        Optional<String> reason = permission.forbids(file);
        if (reason.isPresent()) {
          deny(entry, reason.get());
          return;
        }
        merges.add(merge);
        changes(entry, "`" + merge.file() + "` lacks it");
      }
    } catch (MergeConflictException e) {
      String said = e.getMessage();
      refuse(entry, 3, said == null ? "`" + merge.file() + "` cannot be merged" : said);
    }
  }

  private void changes(Entry entry, String reason) {
    entries.putIfAbsent(entry.key(), new PlannedEntry(entry, 2, reason, true));
  }

  RestorePlan finish() {
    // A merge may have refused an entry after its paths were taken in.
    Set<EntryKey> refused = new HashSet<>(entries.keySet());
    refused.removeIf(key -> !isRefused(key));
    if (!refused.isEmpty()) {
      placed.removeIf(claimed -> refused.contains(claimed.entry()));
    }
    removals.removeIf(step -> isRefused(step.entry()));
    installs.removeIf(step -> isRefused(step.entry()));
    pins.removeIf(step -> isRefused(step.entry()));
    lacks.removeIf(step -> isRefused(step.entry()));
    merges.removeIf(step -> isRefused(step.entry()));
    runs.removeIf(step -> isRefused(step.entry()));
    dropBlocked();
    Collections.sort(placed);
    List<ClaimedNode> writes =
        replaced.isEmpty()
            ? List.of()
            : placed.stream().filter(claimed -> replaced.contains(claimed.node().path())).toList();
    return new RestorePlan(
        List.copyOf(entries.values()),
        writes,
        placed,
        removals.isEmpty() ? List.of() : effectiveRemovals(),
        merges,
        runs,
        installs,
        pins,
        permission.isSuperuser() ? locks.stream().distinct().toList() : List.of(),
        conflicts,
        lacks,
        baseChanges,
        denied);
  }

  /** What is placed is not removed before, unless it has to make room. */
  private List<RestoreStep.Remove> effectiveRemovals() {
    Set<TreePath> placedPaths = new HashSet<>();
    placed.forEach(claimed -> placedPaths.add(claimed.node().path()));
    List<RestoreStep.Remove> effective = new ArrayList<>();
    for (RestoreStep.Remove remove : removals) {
      List<TreePath> paths =
          remove.paths().stream()
              .filter(path -> !placedPaths.contains(path) || cleared.contains(path))
              .toList();
      if (!paths.isEmpty()) {
        effective.add(new RestoreStep.Remove(remove.entry(), paths, remove.why()));
      }
    }
    return effective;
  }

  /** Takes in how the machine itself has changed. */
  void baseHas(List<BaseChange> changes) {
    baseChanges.addAll(0, changes);
  }
}
