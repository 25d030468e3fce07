package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name under which something is made before it is renamed to its place. It follows from the
 * final name, so that a run that was killed leaves nothing that the next one does not find and
 * replace.
 */
final class TemporaryName {
  /** How all of them begin; never recorded. */
  static final String PREFIX = ".envsnap-tmp-";

  private static final int HASHED = 12;
  private static final ThreadLocal<MessageDigest> HASH = ThreadLocal.withInitial(Digest::sha256);
  private static final int ATTEMPTS = 8;

  private TemporaryName() {}

  /** One attempt to make something under a temporary name. */
  @FunctionalInterface
  interface Making {
    /** Makes it; a negated {@link Errno} when that fails. */
    int tryIt();
  }

  /** Whether something of that name was made by a {@link TreeWriter}, and by nobody else. */
  static boolean isOne(String name) {
    return name.length() == PREFIX.length() + 2 * HASHED
        && name.startsWith(PREFIX)
        && name.chars().skip(PREFIX.length()).allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** The temporary name for what shall be at that path, as the C library takes it. */
  static byte[] of(TreePath path) {
    byte[] name = text(path).getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(name, name.length + 1);
  }

  /** The same as a path; not for the root. */
  static TreePath pathOf(TreePath path) {
    return path.parent().orElse(TreePath.ROOT).child(text(path));
  }

  private static String text(TreePath path) {
    byte[] hash = HASH.get().digest(SurrogateEscape.encode(path.name()));
    return PREFIX + HexFormat.of().formatHex(hash, 0, HASHED);
  }

  /** Makes an empty file there, new, and opens it. */
  static int create(int folder, byte[] temporary, TreePath path, int mode) throws IOException {
    return make(folder, temporary, path, () -> tryToCreate(folder, temporary, mode));
  }

  /** The same under any name; a negated {@link Errno} where something is there already. */
  static int tryToCreate(int folder, byte[] name, int mode) {
    int flags =
        SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_EXCL | SystemCalls.O_NOFOLLOW;
    return SystemCalls.open(folder, name, flags, mode);
  }

  /** Makes something there; what a killed run left is removed first. */
  static int make(int folder, byte[] temporary, TreePath path, Making making) throws IOException {
    int result = making.tryIt();
    for (int i = 0; i < ATTEMPTS && result == -Errno.EEXIST; i++) {
      SystemCalls.unlink(folder, temporary);
      result = making.tryIt();
    }
    if (result < 0) {
      throw Errno.failure(-result, "written", path);
    }
    return result;
  }

  /**
   * Renames it to its place, over a file or link that is there.
   *
   * @throws InTheWayException when a folder is there
   */
  static void settle(int folder, byte[] temporary, TreePath path) throws IOException {
    if (!settle(folder, temporary, folder, path)) {
      throw Errno.failure(Errno.ENOENT, "put in its place", path);
    }
  }

  /** The same from another folder; false when nothing is there to be renamed. */
  static boolean settle(int from, byte[] name, int folder, TreePath path) throws IOException {
    int result = SystemCalls.rename(from, name, folder, SystemCalls.name(path));
    if (result == -Errno.EISDIR || result == -Errno.ENOTEMPTY || result == -Errno.EEXIST) {
      throw new InTheWayException(path, "is a folder here and was none when it was recorded");
    }
    if (result < 0 && result != -Errno.ENOENT) {
      throw Errno.failure(-result, "put in its place", path);
    }
    return result >= 0;
  }
}
