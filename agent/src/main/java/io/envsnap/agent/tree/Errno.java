package io.envsnap.agent.tree;

import io.envsnap.agent.disk.DiskFailedException;
import io.envsnap.agent.disk.DiskFullException;
import io.envsnap.agent.disk.NotPermittedException;
import java.io.IOException;
import java.util.Map;

/** Error numbers of Linux (the same on x86-64 and AArch64), and what they mean to a person. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int ERANGE = 34;
  static final int ENAMETOOLONG = 36;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  static final int EDQUOT = 122;

  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(ENOENT, "it is not there"),
          Map.entry(EBUSY, "something is mounted there"),
          Map.entry(EEXIST, "something else is there"),
          Map.entry(ENOTDIR, "a part of its path is not a folder"),
          Map.entry(EISDIR, "it is a folder"),
          Map.entry(23, "the system has too many open files"),
          Map.entry(24, "too many files are open"),
          Map.entry(27, "the file system does not take files of that size"),
          Map.entry(31, "the file system does not take that many links"),
          Map.entry(ENAMETOOLONG, "its name is too long for the file system"),
          Map.entry(ENOTEMPTY, "the folder is not empty"),
          Map.entry(ELOOP, "its path has too many symbolic links"),
          Map.entry(EOPNOTSUPP, "the file system does not support it"),
          Map.entry(107, "its mount is not connected"),
          Map.entry(116, "its mount has lost it"));

  private Errno() {}

  /**
   * The failure as an exception with one sentence.
   *
   * @param errno a positive error number
   * @param deed what was tried, in the passive: {@code written}, {@code read}
   * @param thing what it was tried on
   */
  static IOException failure(int errno, String deed, Object thing) {
    return switch (errno) {
      case ENOSPC ->
          new DiskFullException("`" + thing + "` cannot be " + deed + ": the disk is full");
      case EDQUOT ->
          new DiskFullException(
              "`" + thing + "` cannot be " + deed + ": this user's share of the disk is used up");
      case EIO ->
          new DiskFailedException("`" + thing + "` cannot be " + deed + ": the disk failed");
      case EROFS ->
          new NotPermittedException(
              "`" + thing + "` cannot be " + deed + ": its file system is read-only");
      case EACCES, EPERM ->
          new NotPermittedException("`" + thing + "` may not be " + deed + " by this user");
      default -> {
        String meaning = MEANINGS.getOrDefault(errno, "error " + errno);
        yield new IOException("`" + thing + "` cannot be " + deed + ": " + meaning);
      }
    };
  }
}
