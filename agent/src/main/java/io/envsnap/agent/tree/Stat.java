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

  /** Where the kernel writes; good until the same thread looks at something else. */
  private static final ThreadLocal<Answer> ANSWER = ThreadLocal.withInitial(Answer::new);

  private static final class Answer {
    private final byte[] bytes = new byte[SIZE];
    private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private int mask;
  private int mode;
  private int uid;
  private int gid;
  private int links;
  private long inode;
  private long size;
  private long device;
  private long birthSeconds;
  private long ctimeSeconds;
  private long mtimeSeconds;
  private int birthNanos;
  private int ctimeNanos;
  private int mtimeNanos;

  /** One call whose answer the kernel writes into these bytes. */
  @FunctionalInterface
  interface Call {
    /** Negative when it failed. */
    int into(byte[] answer);
  }

  /** Takes what a call answers; nothing where it fails. */
  int take(Call call) {
    Answer answer = ANSWER.get();
    int result = call.into(answer.bytes);
    if (result >= 0) {
      take(answer.fields);
    }
    return result;
  }

  private void take(ByteBuffer answer) {
    mask = answer.getInt(0);
    links = answer.getInt(16);
    uid = answer.getInt(20);
    gid = answer.getInt(24);
    mode = answer.getShort(28);
    inode = answer.getLong(32);
    size = answer.getLong(40);
    birthSeconds = answer.getLong(80);
    birthNanos = answer.getInt(88);
    ctimeSeconds = answer.getLong(96);
    ctimeNanos = answer.getInt(104);
    mtimeSeconds = answer.getLong(112);
    mtimeNanos = answer.getInt(120);
    device = joined(answer.getInt(136) & 0xFFFFFFFFL, answer.getInt(140) & 0xFFFFFFFFL);
  }

  /** What it is. */
  NodeKind kind() {
    return switch (mode & FORMAT) {
      case 0100000 -> NodeKind.FILE;
      case 0040000 -> NodeKind.DIRECTORY;
      case 0120000 -> NodeKind.SYMLINK;
      default -> NodeKind.OTHER;
    };
  }

  /** The twelve permission bits. */
  int mode() {
    return mode & 07777;
  }

  int uid() {
    return uid;
  }

  int gid() {
    return gid;
  }

  int links() {
    return links;
  }

  long inode() {
    return inode;
  }

  long size() {
    return size;
  }

  Timestamp ctime() {
    return new Timestamp(ctimeSeconds, ctimeNanos);
  }

  Timestamp mtime() {
    return new Timestamp(mtimeSeconds, mtimeNanos);
  }

  /** When the inode was made; empty where the file system does not keep it. */
  Optional<Timestamp> birth() {
    return (mask & BIRTH) == 0
        ? Optional.empty()
        : Optional.of(new Timestamp(birthSeconds, birthNanos));
  }

  /** The device number as {@code makedev(3)} joins it and {@code find -printf %D} prints it. */
  long device() {
    return device;
  }

  private static long joined(long major, long minor) {
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
