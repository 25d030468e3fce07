package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;

/** Gives an open file or folder its recorded metadata. */
final class OpenNode {
  private OpenNode() {}

  /**
   * A file, after its last byte. The order matters: giving a file away takes its setuid bits and
   * capabilities, and every write takes its capabilities and changes its time (chown(2),
   * capabilities(7)).
   */
  static void dress(int fd, TreePath path, Metadata metadata, MetadataPolicy policy)
      throws IOException {
    own(fd, path, metadata, policy);
    check(SystemCalls.mode(fd, policy.fileMode(path, metadata)), "given its mode", path);
    if (policy.setsOwners()) {
      Attributes.add(fd, path, policy.attributes(path, metadata));
    }
    check(SystemCalls.modified(fd, metadata.mtime()), "given its time", path);
  }

  /** A folder, but for its time, which every new name in it changes. */
  static void dressFolder(int fd, TreePath path, Metadata metadata, int mode, MetadataPolicy policy)
      throws IOException {
    own(fd, path, metadata, policy);
    check(SystemCalls.mode(fd, mode), "given its mode", path);
  }

  private static void own(int fd, TreePath path, Metadata metadata, MetadataPolicy policy)
      throws IOException {
    if (policy.setsOwners()) {
      int uid = policy.uid(metadata.owner());
      int gid = policy.gid(metadata.owner());
      check(SystemCalls.own(fd, SystemCalls.ITSELF, uid, gid), "given to its owner", path);
    }
  }

  static void check(int result, String deed, TreePath path) throws IOException {
    if (result < 0) {
      throw Errno.failure(-result, deed, path);
    }
  }
}
