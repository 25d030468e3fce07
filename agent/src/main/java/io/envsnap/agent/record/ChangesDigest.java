package io.envsnap.agent.record;

import io.envsnap.agent.snapshot.DigestWriter;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;

/** One digest of what a session changed on disk. */
final class ChangesDigest {
  private final DigestWriter out = new DigestWriter();

  private ChangesDigest() {}

  /** Of all paths with their inodes' times, of what is gone, and of what a rule left out. */
  static Digest of(Changes changes) {
    ChangesDigest digest = new ChangesDigest();
    digest.changes(changes);
    return digest.out.finish();
  }

  private void changes(Changes changes) {
    changes.changed().forEach(this::path);
    for (TreePath path : changes.deleted()) {
      out.name(path.value());
    }
    out.number(changes.deleted().size());
    out.text(changes.mounts().toString());
    for (LeftOut left : changes.leftOut()) {
      out.text(left.path() + left.size() + left.reason() + left.url());
    }
  }

  private void path(TreePath path, FileStatus status) {
    out.name(path.value());
    out.text(status.kind().name());
    out.name(status.target());
    out.owner(status.owner());
    out.number(status.mode());
    out.number(status.links());
    out.number(status.device());
    out.number(status.inode());
    out.time(status.mtime());
    // A record that writes its lockfile into a folder leaves it all but this.
    if (status.kind() != NodeKind.DIRECTORY) {
      out.number(status.size());
      out.time(status.ctime());
    }
  }
}
