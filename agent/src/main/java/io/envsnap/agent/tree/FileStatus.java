package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lstat} says of a path.
 *
 * @param kind what it is
 * @param mode the twelve permission bits
 * @param owner by name and number
 * @param size length in bytes
 * @param mtime last modification of the content
 * @param ctime last change of the inode: nothing but the kernel sets it
 * @param device number of the file system
 * @param inode number on that file system
 * @param links how many names the inode has
 * @param target text of a symbolic link, else empty
 */
public record FileStatus(
    NodeKind kind,
    int mode,
    Owner owner,
    long size,
    Timestamp mtime,
    Timestamp ctime,
    long device,
    long inode,
    int links,
    String target) {
  // Written out, as each file that is packed is compared: Java's own is slow when it is new.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof FileStatus that
            && kind == that.kind
            && mode == that.mode
            && size == that.size
            && device == that.device
            && inode == that.inode
            && links == that.links
            && mtime.equals(that.mtime)
            && ctime.equals(that.ctime)
            && owner.equals(that.owner)
            && target.equals(that.target));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode) * 31 + Long.hashCode(device);
  }
}
