package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.SearchedContent;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.redact.SecretScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Decides which files of a worktree are git's. Tracked ones are, and untracked ones that are no
 * more than notes beside the code; ignored files, data sets, weights and files with secrets are
 * left to whoever takes unclaimed files, with the limits that hold for those.
 */
final class WorktreeClaims {
  private static final long UNTRACKED_FILE = 1 << 20;
  private static final long UNTRACKED_TOTAL = 256L << 20;

  private final HostTree tree;
  private final SearchedContent searched;
  private final Optional<RepositoryState.WorktreeFiles> files;
  private long untrackedBytes;

  WorktreeClaims(
      HostTree tree, SearchedContent searched, Optional<RepositoryState.WorktreeFiles> files) {
    this.tree = tree;
    this.searched = searched;
    this.files = files;
  }

  /** Whether git takes the file or link. */
  boolean takes(TreePath path, FileStatus status) {
    if (status.kind() == NodeKind.OTHER) {
      return false;
    }
    if (files.isPresent()) {
      if (files.get().tracked().contains(path)) {
        return !files.get().modified().contains(path) || !hasSecret(path, status);
      }
      if (!files.get().untracked().contains(path)) {
        return false;
      }
    }
    return isSmall(status) && !hasSecret(path, status);
  }

  private boolean isSmall(FileStatus status) {
    if (status.size() > UNTRACKED_FILE || untrackedBytes + status.size() > UNTRACKED_TOTAL) {
      return false;
    }
    untrackedBytes += status.size();
    return true;
  }

  private boolean hasSecret(TreePath path, FileStatus status) {
    if (status.kind() != NodeKind.FILE) {
      return false;
    }
    if (CredentialFiles.of(path).isPresent()) {
      return true;
    }
    try {
      return !(searched.search(tree, path, status) instanceof SecretScan.Clean);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
