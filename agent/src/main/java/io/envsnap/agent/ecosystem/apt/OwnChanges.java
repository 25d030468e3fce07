package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Finds what this machine's user has made of files that a restore would write. */
final class OwnChanges {
  /** Configuration is small; whatever is larger is compared by its size alone. */
  private static final int LIMIT = 16 << 20;

  private final HostTree tree;
  private final Baseline baseline;

  OwnChanges(HostTree tree, Baseline baseline) {
    this.tree = tree;
    this.baseline = baseline;
  }

  /**
   * Whether another content than the recorded one came there since this machine's session began.
   */
  boolean isOwn(ClaimedNode recorded) throws IOException {
    TreePath path = recorded.node().path();
    Optional<FileStatus> status = tree.status(path);
    if (status.isEmpty() || status.get().kind() == NodeKind.DIRECTORY) {
      return false;
    }
    boolean later = status.get().ctime().compareTo(baseline.sessionStart()) > 0;
    return later && differs(recorded.node(), status.get());
  }

  /** Whether something else than the recorded content is there. */
  boolean differs(ClaimedNode recorded) throws IOException {
    Optional<FileStatus> status = tree.status(recorded.node().path());
    return status.isEmpty() || differs(recorded.node(), status.get());
  }

  private boolean differs(TreeNode node, FileStatus status) throws IOException {
    if (node instanceof TreeNode.RegularFile file) {
      return status.kind() != NodeKind.FILE
          || status.size() != file.size()
          || (status.size() <= LIMIT && !tree.digest(file.path(), status).equals(file.digest()));
    }
    if (node instanceof TreeNode.Symlink link) {
      return status.kind() != NodeKind.SYMLINK || !status.target().equals(link.target());
    }
    return node instanceof TreeNode.Deleted;
  }

  /**
   * Whether a conffile is not as its package shipped it.
   *
   * @param shipped MD5 by path, as dpkg's status tells
   */
  boolean isEdited(TreePath path, Map<TreePath, String> shipped) throws IOException {
    return isEdited(tree, path, shipped);
  }

  /** The same, for whoever has no baseline. */
  static boolean isEdited(HostTree tree, TreePath path, Map<TreePath, String> shipped)
      throws IOException {
    String digest = shipped.get(path);
    Optional<byte[]> content = digest == null ? Optional.empty() : tree.read(path, LIMIT);
    return content.isPresent() && !md5(content.get()).equals(digest);
  }

  /** dpkg knows conffiles by MD5 only; nothing is trusted for it. */
  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks MD5", e);
    }
  }
}
