package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Timestamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The answer of {@code statx(2)}, whose layout is the same on every architecture. */
final class Stat {
  /** Asks for all that {@code stat(2)} tells (STATX_BASIC_STATS) and the birth (STATX_BTIME). */
  static final int BASIC = 0x7ff | Stat.BIRTH;

  private static final int BIRTH = 0x800;

  private static final int SIZE = 256;
  private static final int FORMAT = 0170000;
  private final byte[] bytes = new byte[SIZE];
  private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

  /** Where the kernel writes. */
  byte[] bytes() {
    return bytes;
  }

  private int format() {
    return fields.getShort(28) & FORMAT;
  }

  /** What it is. */
  NodeKind kind() {
    return switch (format()) {
      case 0100000 -> NodeKind.FILE;
      case 0040000 -> NodeKind.DIRECTORY;
      case 0120000 -> NodeKind.SYMLINK;
      default -> NodeKind.OTHER;
    };
  }

  /** The twelve permission bits. */
  int mode() {
    return fields.getShort(28) & 07777;
  }

  int uid() {
    return fields.getInt(20);
  }

  int gid() {
    return fields.getInt(24);
  }

  int links() {
    return fields.getInt(16);
  }

  long inode() {
    return fields.getLong(32);
  }

  long size() {
    return fields.getLong(40);
  }

  Timestamp ctime() {
    return time(96);
  }

  Timestamp mtime() {
    return time(112);
  }

  /** When the inode was made; empty where the file system does not keep it. */
  Optional<Timestamp> birth() {
    return (fields.getInt(0) & BIRTH) == 0 ? Optional.empty() : Optional.of(time(80));
  }

  private Timestamp time(int offset) {
    return new Timestamp(fields.getLong(offset), fields.getInt(offset + 8));
  }

  /** The device number as {@code makedev(3)} joins it and {@code find -printf %D} prints it. */
  long device() {
    long major = fields.getInt(136) & 0xFFFFFFFFL;
    long minor = fields.getInt(140) & 0xFFFFFFFFL;
    return ((major & 0xFFFFF000L) << 32)
        | ((major & 0xFFFL) << 8)
        | ((minor & 0xFFFFFF00L) << 12)
        | (minor & 0xFFL);
  }

  /** Whether both are the same inode. */
  boolean isSameInode(Stat other) {
    return inode() == other.inode() && device() == other.device();
  }

  /** As a value, with the owner's names. */
  FileStatus status(OwnerLookup owners, String target) {
    return new FileStatus(
        kind(),
        mode(),
        owners.named(uid(), gid()),
        size(),
        mtime(),
        ctime(),
        device(),
        inode(),
        links(),
        target);
  }
}
