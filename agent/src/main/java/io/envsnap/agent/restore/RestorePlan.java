package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a lockfile comes back on this machine: a value that can be printed, and run.
 *
 * @param entries what happens to each selected entry, sorted
 * @param writes recorded paths that are absent here or differ, in path order
 * @param placed every recorded path that must equal the snapshot afterwards, in path order
 * @param removals what goes first
 * @param merges shared files that would change, in their order
 * @param runs programs to run, in their order
 * @param installs what programs of this machine bring back
 * @param pins what the base gets back of what the entries stand on
 * @param locks files to lock while it runs
 * @param conflicts paths that are kept as they are here
 * @param lacks what of the entries that come back does not come
 * @param baseChanges what the entries stand on, and is another one here
 * @param denied entries that do not come back because this user may not do what they need
 */
public record RestorePlan(
    List<PlannedEntry> entries,
    List<ClaimedNode> writes,
    List<ClaimedNode> placed,
    List<RestoreStep.Remove> removals,
    List<RestoreStep.Merge> merges,
    List<RestoreStep.Run> runs,
    List<RestoreStep.Install> installs,
    List<RestoreStep.Pin> pins,
    List<TreePath> locks,
    List<Conflict> conflicts,
    List<RestoreStep.Without> lacks,
    List<BaseChange> baseChanges,
    Set<EntryKey> denied) {
  /** Takes its own copies. */
  public RestorePlan {
    entries = List.copyOf(entries);
    writes = List.copyOf(writes);
    placed = List.copyOf(placed);
    removals = List.copyOf(removals);
    merges = List.copyOf(merges);
    runs = List.copyOf(runs);
    installs = List.copyOf(installs);
    pins = List.copyOf(pins);
    locks = List.copyOf(locks);
    conflicts = List.copyOf(conflicts);
    lacks = List.copyOf(lacks);
    baseChanges = List.copyOf(baseChanges);
    denied = Set.copyOf(denied);
  }

  /** Bytes of the regular files to write. */
  public long bytes() {
    return writes.stream()
        .map(ClaimedNode::node)
        .filter(TreeNode.RegularFile.class::isInstance)
        .mapToLong(node -> ((TreeNode.RegularFile) node).size())
        .sum();
  }

  /** Folders that are absent here or differ. */
  List<TreePath> folders() {
    return writes.stream()
        .map(ClaimedNode::node)
        .filter(TreeNode.Directory.class::isInstance)
        .map(TreeNode::path)
        .toList();
  }

  /** Whether this machine is already what the lockfile says. */
  public boolean isDone() {
    return writes.isEmpty()
        && removals.isEmpty()
        && merges.isEmpty()
        && installs.isEmpty()
        && pins.isEmpty();
  }

  /** Whether anything is to be done besides installing. */
  boolean hasWork() {
    return !(writes.isEmpty() && removals.isEmpty() && merges.isEmpty() && runs.isEmpty());
  }

  /** Whether every selected entry comes back, and nothing is kept against the snapshot. */
  public boolean isExact() {
    return conflicts.isEmpty()
        && lacks.isEmpty()
        && entries.stream().allMatch(PlannedEntry::comesBack);
  }

  /** Whether this user may do nothing at all of it, and nothing of it is there. */
  public boolean isDenied() {
    return !denied.isEmpty() && entries.stream().noneMatch(PlannedEntry::comesBack);
  }

  /** What an installer says that failed, after what had called for one instead of files. */
  String withReason(EntryKey key, String said) {
    return entries.stream()
        .filter(planned -> planned.entry().key().equals(key) && !planned.reason().isEmpty())
        .map(planned -> planned.reason() + ", but " + said)
        .findFirst()
        .orElse(said);
  }

  /** Entries that do not come back. */
  public List<PlannedEntry> refused() {
    return entries.stream().filter(entry -> !entry.comesBack()).toList();
  }

  /**
   * The same, but for entries that came with others, though nothing was planned for them.
   *
   * @param after the plan that was made afterwards
   */
  RestorePlan with(RestorePlan after) {
    Set<EntryKey> there = new HashSet<>();
    after.entries.stream()
        .filter(planned -> planned.comesBack() && !planned.isBrought())
        .forEach(planned -> there.add(planned.entry().key()));
    List<PlannedEntry> more =
        entries.stream()
            .map(
                planned ->
                    planned.comesBack() || !there.contains(planned.entry().key())
                        ? planned
                        : new PlannedEntry(
                            planned.entry(), planned.rung(), "it came with others", true))
            .toList();
    return withEntries(more);
  }

  /**
   * The same, but for entries that turned out to come in another version.
   *
   * @param why one clause for each of them
   */
  RestorePlan relaxed(Map<EntryKey, String> why) {
    List<PlannedEntry> other =
        entries.stream()
            .map(
                planned ->
                    why.containsKey(planned.entry().key())
                        ? new PlannedEntry(
                            planned.entry(),
                            PlannedEntry.RELAXED,
                            why.get(planned.entry().key()) + ": resolved anew",
                            true)
                        : planned)
            .toList();
    return withEntries(other);
  }

  private RestorePlan withEntries(List<PlannedEntry> others) {
    return new RestorePlan(
        others,
        writes,
        placed,
        removals,
        merges,
        runs,
        installs,
        pins,
        locks,
        conflicts,
        lacks,
        baseChanges,
        denied);
  }

  /**
   * The same, but for entries that turned out not to come.
   *
   * @param why one clause for each of them
   */
  public RestorePlan without(Map<EntryKey, String> why) {
    if (why.isEmpty()) {
      return this;
    }
    List<PlannedEntry> fewer = new ArrayList<>();
    for (PlannedEntry planned : entries) {
      String reason = why.get(planned.entry().key());
      fewer.add(
          reason == null
              ? planned
              : new PlannedEntry(planned.entry(), planned.rung(), reason, false));
    }
    return new RestorePlan(
        fewer,
        writes.stream().filter(claimed -> !why.containsKey(claimed.entry())).toList(),
        placed.stream().filter(claimed -> !why.containsKey(claimed.entry())).toList(),
        removals.stream().filter(step -> !why.containsKey(step.entry())).toList(),
        merges.stream().filter(step -> !why.containsKey(step.entry())).toList(),
        runs.stream().filter(step -> !why.containsKey(step.entry())).toList(),
        installs.stream().filter(step -> !why.containsKey(step.entry())).toList(),
        pins.stream().filter(step -> !why.containsKey(step.entry())).toList(),
        locks,
        conflicts,
        lacks.stream().filter(lack -> !why.containsKey(lack.entry())).toList(),
        baseChanges,
        denied);
  }
}
