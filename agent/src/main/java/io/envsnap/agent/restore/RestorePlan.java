package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/**
 * How a lockfile comes back on this machine: a value that can be printed, and run.
 *
 * @param entries what happens to each selected entry, sorted
 * @param writes recorded paths that are absent here or differ, in path order
 * @param placed every recorded path that must equal the snapshot afterwards, in path order
 * @param removals what goes first
 * @param merges shared files that would change, in their order
 * @param runs programs to run, in their order
 * @param locks files to lock while it runs
 * @param conflicts paths that are kept as they are here
 */
public record RestorePlan(
    List<PlannedEntry> entries,
    List<ClaimedNode> writes,
    List<ClaimedNode> placed,
    List<RestoreStep.Remove> removals,
    List<RestoreStep.Merge> merges,
    List<RestoreStep.Run> runs,
    List<TreePath> locks,
    List<Conflict> conflicts) {
  /** Takes its own copies. */
  public RestorePlan {
    entries = List.copyOf(entries);
    writes = List.copyOf(writes);
    placed = List.copyOf(placed);
    removals = List.copyOf(removals);
    merges = List.copyOf(merges);
    runs = List.copyOf(runs);
    locks = List.copyOf(locks);
    conflicts = List.copyOf(conflicts);
  }

  /** Bytes of the regular files to write. */
  public long bytes() {
    return writes.stream()
        .map(ClaimedNode::node)
        .filter(TreeNode.RegularFile.class::isInstance)
        .mapToLong(node -> ((TreeNode.RegularFile) node).size())
        .sum();
  }

  /** Whether this machine is already what the lockfile says. */
  public boolean isDone() {
    return writes.isEmpty() && removals.isEmpty() && merges.isEmpty();
  }

  /** Whether every selected entry comes back, and nothing is kept against the snapshot. */
  public boolean isExact() {
    return conflicts.isEmpty() && entries.stream().allMatch(PlannedEntry::comesBack);
  }

  /** Entries that do not come back. */
  public List<PlannedEntry> refused() {
    return entries.stream().filter(entry -> !entry.comesBack()).toList();
  }
}
