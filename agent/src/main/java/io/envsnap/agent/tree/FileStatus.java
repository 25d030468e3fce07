package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lstat} says of a path. No record, so that its times are numbers: a machine has one
 * for each of its files, and two objects more each would be a third of all that is in memory.
 */
public final class FileStatus {
  private final NodeKind kind;
  private final int mode;
  private final Owner owner;
  private final long size;
  private final long mtimeSeconds;
  private final long ctimeSeconds;
  private final int mtimeNanos;
  private final int ctimeNanos;
  private final long device;
  private final long inode;
  private final int links;
  private final String target;

  /**
   * What was said.
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
  public FileStatus(
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
    this.kind = kind;
    this.mode = mode;
    this.owner = owner;
    this.size = size;
    this.mtimeSeconds = mtime.seconds();
    this.mtimeNanos = mtime.nanos();
    this.ctimeSeconds = ctime.seconds();
    this.ctimeNanos = ctime.nanos();
    this.device = device;
    this.inode = inode;
    this.links = links;
    this.target = target;
  }

  /** What it is. */
  public NodeKind kind() {
    return kind;
  }

  /** The twelve permission bits. */
  public int mode() {
    return mode;
  }

  /** By name and number. */
  public Owner owner() {
    return owner;
  }

  /** Length in bytes. */
  public long size() {
    return size;
  }

  /** Last modification of the content. */
  public Timestamp mtime() {
    return new Timestamp(mtimeSeconds, mtimeNanos);
  }

  /** Last change of the inode: nothing but the kernel sets it. */
  public Timestamp ctime() {
    return new Timestamp(ctimeSeconds, ctimeNanos);
  }

  /** Number of the file system. */
  public long device() {
    return device;
  }

  /** Number on that file system. */
  public long inode() {
    return inode;
  }

  /** How many names the inode has. */
  public int links() {
    return links;
  }

  /** Text of a symbolic link, else empty. */
  public String target() {
    return target;
  }

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
            && mtimeSeconds == that.mtimeSeconds
            && mtimeNanos == that.mtimeNanos
            && ctimeSeconds == that.ctimeSeconds
            && ctimeNanos == that.ctimeNanos
            && owner.equals(that.owner)
            && target.equals(that.target));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode) * 31 + Long.hashCode(device);
  }

  @Override
  public String toString() {
    return kind
        + " "
        + Integer.toOctalString(mode)
        + " "
        + owner
        + " "
        + size
        + " bytes, modified "
        + mtime()
        + ", changed "
        + ctime()
        + ", "
        + device
        + ":"
        + inode
        + ", "
        + links
        + " names, `"
        + target
        + "`";
  }
}
