package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.SearchedContent;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which recorded paths may be written on this machine: those that are absent, and those at
 * which this image has the same original as the recorded one.
 */
final class FilesPlan {
  private static final int UPSTREAM = 4;

  private final Wanted wanted;
  private final PlanContext context;
  private final HostTree tree;
  private final boolean sameImage;

  FilesPlan(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.context = context;
    this.tree = context.tree();
    this.sameImage = isSameImage(wanted.base(), context.host());
  }

  /** The steps of all wanted entries. */
  EcosystemPlan steps() throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (Entry entry : wanted.entries()) {
      List<ClaimedNode> nodes = wanted.nodesOf(entry.key());
      if (nodes.isEmpty()) {
        steps.add(
            new RestoreStep.Refuse(entry.key(), UPSTREAM, "its bytes are not in the snapshot"));
        continue;
      }
      List<TreePath> keep = new ArrayList<>();
      List<TreePath> settled = new ArrayList<>();
      List<TreePath> remove = new ArrayList<>();
      for (ClaimedNode claimed : nodes) {
        TreeNode node = claimed.node();
        if (!mayReplace(entry, node)) {
          (differsInSecretsOnly(node) ? settled : keep).add(node.path());
        } else if (node instanceof TreeNode.Deleted && isReal(node.path())) {
          remove.add(node.path());
        }
      }
      steps.add(new RestoreStep.Place(entry.key(), keep, settled));
      if (!remove.isEmpty()) {
        steps.add(
            new RestoreStep.Remove(
                entry.key(), remove, "`" + entry.key().name() + "` was deleted"));
      }
    }
    return new EcosystemPlan(steps, List.of());
  }

  /** A deletion is of the path itself, never of what a link above it leads to. */
  private boolean isReal(TreePath path) throws IOException {
    return tree.resolveParents(path).equals(path);
  }

  /** Whether the file here is the recorded one with the secrets that recording took out. */
  private boolean differsInSecretsOnly(TreeNode node) throws IOException {
    return node instanceof TreeNode.RegularFile file
        && new SecretSearch(tree, SearchedContent.empty())
            .cleaned(file.path())
            .map(bytes -> Digest.of(bytes).equals(file.digest()))
            .orElse(false);
  }

  private boolean mayReplace(Entry entry, TreeNode node) throws IOException {
    Optional<FileStatus> found = tree.status(node.path());
    if (found.isEmpty()) {
      return true;
    }
    FileStatus status = found.get();
    if (node instanceof TreeNode.Directory && status.kind() == NodeKind.DIRECTORY) {
      return true;
    }
    if (isSameButForTime(node, status)) {
      return true;
    }
    if (status.ctime().compareTo(context.baseline().sessionStart()) > 0) {
      return false;
    }
    String base = entry.attribute("base");
    if (!base.isEmpty()) {
      return status.kind() == NodeKind.FILE && new FileDigest(tree).matches(node.path(), base);
    }
    boolean wasThere =
        node instanceof TreeNode.Deleted
            || !entry.attribute("replaced").isEmpty()
            || !wanted.base().taken();
    return wasThere && sameImage;
  }

  /** What the user made here again is as it was recorded: nobody loses anything by its time. */
  private boolean isSameButForTime(TreeNode node, FileStatus status) throws IOException {
    if (node instanceof TreeNode.Symlink link) {
      return status.kind() == NodeKind.SYMLINK && status.target().equals(link.target());
    }
    return node instanceof TreeNode.RegularFile file
        && status.kind() == NodeKind.FILE
        && status.size() == file.size()
        && status.mode() == file.metadata().mode()
        && status.owner().user().equals(file.metadata().owner().user())
        && status.owner().group().equals(file.metadata().owner().group())
        && tree.digest(file.path(), status).equals(file.digest());
  }

  private static boolean isSameImage(Base base, HostFacts host) {
    return base.os().equals(host.os())
        && base.image().equals(host.image())
        && base.architecture().equals(host.architecture())
        && base.glibc().equals(host.glibc());
  }
}
