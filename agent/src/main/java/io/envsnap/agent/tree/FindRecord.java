package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;

/**
 * One record of {@code find -printf}, read where it lies. GNU find 4.9 prints a time as whole
 * seconds, a dot, nine digits of nanoseconds and a 0; the nanoseconds count upwards before 1970
 * too: {@code touch -d @-1.5} gives {@code -2.5000000000}.
 */
final class FindRecord {
  /** What {@code find} is asked for: this class reads its two NUL-ended records together. */
  static final String FORMAT = "%y %m %U %G %s %T@ %C@ %D %i %n %p\\0%l\\0";

  private byte[] buffer = {};
  private int at;
  private int end;

  private char kind;
  private int mode;
  private int uid;
  private int gid;
  private long size;
  private Timestamp mtime = new Timestamp(0, 0);
  private Timestamp ctime = new Timestamp(0, 0);
  private long device;
  private long inode;
  private int links;
  private String path = "";

  /**
   * Reads the first record of a pair.
   *
   * @param prefix how many bytes of the path stand for the root
   * @throws IllegalArgumentException when it is no such record
   */
  void read(byte[] bytes, int from, int to, int prefix) {
    buffer = bytes;
    at = from + 2;
    end = to;
    if (to - from < 2) {
      throw malformed();
    }
    kind = (char) bytes[from];
    mode = (int) number(8);
    uid = (int) number(10);
    gid = (int) number(10);
    size = number(10);
    mtime = time();
    ctime = time();
    device = number(10);
    inode = number(10);
    links = (int) number(10);
    if (end - at < prefix) {
      throw malformed();
    }
    path = end - at == prefix ? "/" : SurrogateEscape.decode(buffer, at + prefix, end);
  }

  private long number(int base) {
    long value = 0;
    int start = at;
    while (at < end && buffer[at] != ' ') {
      int digit = buffer[at++] - '0';
      if (digit < 0 || digit >= base) {
        throw malformed();
      }
      value = value * base + digit;
    }
    if (at == start || at >= end) {
      throw malformed();
    }
    at++;
    return value;
  }

  private Timestamp time() {
    boolean negative = at < end && buffer[at] == '-';
    at += negative ? 1 : 0;
    long seconds = 0;
    while (at < end && buffer[at] != '.') {
      seconds = seconds * 10 + digit();
    }
    at++;
    int nanos = 0;
    for (int i = 0; i < 9; i++) {
      nanos = nanos * 10 + digit();
    }
    digit();
    at++;
    return new Timestamp(negative ? -seconds : seconds, nanos);
  }

  private int digit() {
    int digit = at < end ? buffer[at++] - '0' : -1;
    if (digit < 0 || digit > 9) {
      throw malformed();
    }
    return digit;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("`find` printed what it was not asked for");
  }

  /** Kind as find prints it. */
  char kind() {
    return kind;
  }

  /** The path below the root. */
  String path() {
    return path;
  }

  Timestamp ctime() {
    return ctime;
  }

  long size() {
    return size;
  }

  /** As an inventory keeps it. */
  Inventory.Mark mark() {
    return new Inventory.Mark(kind, ctime, size);
  }

  /** As a value, with the owner's names. */
  FileStatus status(OwnerLookup owners, String target) {
    return new FileStatus(
        nodeKind(), mode, owners.named(uid, gid), size, mtime, ctime, device, inode, links, target);
  }

  private NodeKind nodeKind() {
    return switch (kind) {
      case 'f' -> NodeKind.FILE;
      case 'd' -> NodeKind.DIRECTORY;
      case 'l' -> NodeKind.SYMLINK;
      default -> NodeKind.OTHER;
    };
  }
}
