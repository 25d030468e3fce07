package io.envsnap.agent.tree;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/**
 * System calls with their errors in the result: what is negative is a negated {@link Errno}. A path
 * is a single name in an open folder, or a whole path with {@link #ANYWHERE}.
 */
final class SystemCalls {
  /** Stands for "no open folder": the path must be absolute. */
  static final int ANYWHERE = -100;

  static final int O_WRONLY = 01;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NONBLOCK = 04000;
  static final int O_NOATIME = 01000000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;
  static final int O_DIRECTORY;
  static final int O_NOFOLLOW;

  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_EMPTY_PATH = 0x1000;

  /** The empty path, which with {@link #AT_EMPTY_PATH} means the open file itself. */
  static final byte[] ITSELF = {0};

  private static final AtomicReference<LinkageError> FAILED = new AtomicReference<>();
  private static final long UTIME_OMIT = (1L << 30) - 2;

  /** No symbolic link of Linux is longer (PATH_MAX). */
  static final int LINK_LIMIT = 4096;

  // Where d_name lies in a struct dirent of every 64-bit Linux.
  private static final int ENTRY_NAME = 19;

  static {
    // asm/fcntl.h of arm64 swaps these two pairs against everybody else's.
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    O_DIRECTORY = arm ? 040000 : 0200000;
    O_NOFOLLOW = arm ? 0100000 : 0400000;
  }

  private SystemCalls() {}

  /** A name as the C library takes it. */
  static byte[] name(String text) {
    return name(text, 0);
  }

  /** The same of the last component of a path. */
  static byte[] name(TreePath path) {
    return name(path.value(), path.value().lastIndexOf('/') + 1);
  }

  private static byte[] name(String text, int from) {
    byte[] name = new byte[text.length() - from + 1];
    for (int at = from; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter >= 0x80) {
        byte[] bytes = SurrogateEscape.encode(text.substring(from));
        return Arrays.copyOf(bytes, bytes.length + 1);
      }
      name[at - from] = (byte) letter;
    }
    return name;
  }

  /**
   * Makes sure that the C library can be called at all.
   *
   * @throws IOException with one sentence when it cannot, say because there is no room to unpack
   *     JNA's own library
   */
  static void insistOnThem() throws IOException {
    try {
      LibC.geteuid();
    } catch (LinkageError e) {
      // Java says why only once; after that the class just is not there.
      LinkageError why = FAILED.compareAndSet(null, e) ? e : Objects.requireNonNull(FAILED.get());
      throw new IOException("the system's C library cannot be called: " + why.getMessage(), why);
    }
  }

  private static int checked(int result) {
    return result < 0 ? -Native.getLastError() : result;
  }

  private static long checked(long result) {
    return result < 0 ? -Native.getLastError() : result;
  }

  private static int repeated(IntSupplier call) {
    int result;
    do {
      result = checked(call.getAsInt());
    } while (result == -Errno.EINTR);
    return result;
  }

  /** Opens; always closed on exec. */
  static int open(int folder, byte[] name, int flags, int mode) {
    return repeated(() -> LibC.openat(folder, name, flags | O_CLOEXEC, mode));
  }

  /** Opens a folder to work in, never through a symbolic link. */
  static int openFolder(int folder, byte[] name) {
    return open(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens for reading, never through a symbolic link and never waiting for a pipe's writer. */
  static int openToRead(int folder, byte[] name) {
    int flags = O_NOFOLLOW | O_NONBLOCK;
    int fd = open(folder, name, flags | O_NOATIME, 0);
    // Only its owner and root may leave the access time alone.
    return fd == -Errno.EPERM ? open(folder, name, flags, 0) : fd;
  }

  /** Closes; there is nothing to do about a failure. */
  static void close(int fd) {
    checked(LibC.close(fd));
  }

  /** Reads into a direct buffer's remaining space; 0 at the end. Moves its position. */
  static int read(int fd, ByteBuffer direct) {
    int count = repeated(() -> (int) LibC.read(fd, direct.slice(), direct.remaining()));
    if (count > 0) {
      direct.position(direct.position() + count);
    }
    return count;
  }

  /** Writes all of a direct buffer; 0 or an error. */
  static int writeAll(int fd, ByteBuffer direct) {
    while (direct.hasRemaining()) {
      int count = repeated(() -> (int) LibC.write(fd, direct.slice(), direct.remaining()));
      if (count < 0) {
        return count;
      }
      direct.position(direct.position() + count);
    }
    return 0;
  }

  static int sync(int fd) {
    return repeated(() -> LibC.fsync(fd));
  }

  static int syncFileSystem(int fd) {
    return repeated(() -> LibC.syncfs(fd));
  }

  static int makeFolder(int folder, byte[] name, int mode) {
    return checked(LibC.mkdirat(folder, name, mode));
  }

  static int symlink(byte[] target, int folder, byte[] name) {
    return checked(LibC.symlinkat(target, folder, name));
  }

  static int link(int oldFolder, byte[] oldName, int folder, byte[] name) {
    return checked(LibC.linkat(oldFolder, oldName, folder, name, 0));
  }

  static int rename(int folder, byte[] from, byte[] to) {
    return rename(folder, from, folder, to);
  }

  static int rename(int oldFolder, byte[] from, int folder, byte[] to) {
    return checked(LibC.renameat(oldFolder, from, folder, to));
  }

  static int unlink(int folder, byte[] name) {
    return checked(LibC.unlinkat(folder, name, 0));
  }

  static int removeFolder(int folder, byte[] name) {
    return checked(LibC.unlinkat(folder, name, AT_REMOVEDIR));
  }

  /** Gives the path itself, never a link's target, to that user and group. */
  static int own(int folder, byte[] name, int uid, int gid) {
    return checked(LibC.fchownat(folder, name, uid, gid, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH));
  }

  static int mode(int fd, int mode) {
    return checked(LibC.fchmod(fd, mode));
  }

  /** Sets the modification time of the path itself; the access time stays. */
  static int modified(int folder, byte[] name, Timestamp mtime) {
    return checked(LibC.utimensat(folder, name, times(mtime), AT_SYMLINK_NOFOLLOW));
  }

  /** Sets the modification time of an open file; the access time stays. */
  static int modified(int fd, Timestamp mtime) {
    return checked(LibC.futimens(fd, times(mtime)));
  }

  private static long[] times(Timestamp mtime) {
    return new long[] {0, UTIME_OMIT, mtime.seconds(), mtime.nanos()};
  }

  static int setAttribute(int fd, byte[] name, byte[] value) {
    return checked(LibC.fsetxattr(fd, name, value, value.length, 0));
  }

  static int removeAttribute(int fd, byte[] name) {
    return checked(LibC.fremovexattr(fd, name));
  }

  /** Reads an extended attribute; its length or an error. */
  static int attribute(int fd, byte[] name, byte[] value) {
    return (int) checked(LibC.fgetxattr(fd, name, value, value.length));
  }

  /** Status of the path itself, never of a link's target. */
  static int status(int folder, byte[] name, Stat result) {
    return result.take(
        answer ->
            checked(
                LibC.statx(folder, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, Stat.BASIC, answer)));
  }

  /** Reads the text of a symbolic link; its length, or an error: EINVAL when it is none. */
  static int linkText(int folder, byte[] name, byte[] text) {
    return (int) checked(LibC.readlinkat(folder, name, text, text.length));
  }

  /** Names in an open folder, without {@code .} and {@code ..}; closes it. */
  static List<String> names(int fd) {
    Pointer stream = LibC.fdopendir(fd);
    List<String> names = new ArrayList<>();
    for (Pointer entry = LibC.readdir(stream); entry != null; entry = LibC.readdir(stream)) {
      int length = (int) entry.indexOf(ENTRY_NAME, (byte) 0);
      String name = SurrogateEscape.decode(entry.getByteArray(ENTRY_NAME, length));
      if (!name.equals(".") && !name.equals("..")) {
        names.add(name);
      }
    }
    LibC.closedir(stream);
    return names;
  }

  /** Whether this process runs as the superuser. */
  static boolean superuser() {
    return LibC.geteuid() == 0;
  }
}
