package io.envsnap.spec.snapshot;

import io.envsnap.spec.lockfile.EntryKey;

/**
 * A changed path and the entry that it belongs to.
 *
 * @param node the path
 * @param entry who claims it
 * @param placement when a restore writes it
 */
public record ClaimedNode(TreeNode node, EntryKey entry, Placement placement)
    implements Comparable<ClaimedNode> {
  @Override
  public int compareTo(ClaimedNode other) {
    return node.path().compareTo(other.node.path());
  }
}
