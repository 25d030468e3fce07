package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/** One changed path of a session, as it was at its end. */
public sealed interface TreeNode {
  /** Where it lies. */
  TreePath path();

  /**
   * A regular file.
   *
   * @param size its length in bytes
   * @param digest of its bytes
   */
  record RegularFile(TreePath path, Metadata metadata, long size, Digest digest)
      implements TreeNode {}

  /** A folder; its children are nodes of their own. */
  record Directory(TreePath path, Metadata metadata) implements TreeNode {}

  /**
   * A symbolic link; its mode means nothing.
   *
   * @param target the text of the link, resolved by nobody
   */
  record Symlink(TreePath path, Metadata metadata, String target) implements TreeNode {}

  /**
   * A further name of a regular file of the same snapshot.
   *
   * @param target path of the node that carries the bytes
   */
  record HardLink(TreePath path, TreePath target) implements TreeNode {}

  /** A path of the base that the session deleted. */
  record Deleted(TreePath path) implements TreeNode {}
}
