package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Timestamp;

/**
 * What {@code stat} shall say of a file that is to be written.
 *
 * @param mode the twelve permission bits
 * @param uid of its owner, or {@link #ANY}
 * @param gid of its group, or {@link #ANY}
 * @param mtime its time
 * @param bare whether it has no extended attributes
 */
record WantedStatus(int mode, int uid, int gid, Timestamp mtime, boolean bare) {
  /** Whoever makes the file owns it. */
  static final int ANY = -1;

  private static final int PRIVATE = 0600;
  private static final int PERMISSIONS = 0777;

  /**
   * Whether a file that root makes has all of it but the time, or will have in most folders: then
   * it costs less to look than to set everything.
   */
  boolean isPlain() {
    return bare && (mode & ~PERMISSIONS) == 0 && uid <= 0 && gid <= 0;
  }

  /** The mode to make it with: nobody else may read what is not theirs yet. */
  int firstMode() {
    return isPlain() ? mode : PRIVATE;
  }

  /** Whether the file is so. */
  boolean is(Stat stat) {
    return isBut(stat) && stat.mtime().equals(mtime);
  }

  /** Whether it is so but for its time. */
  boolean isBut(Stat stat) {
    return stat.mode() == mode
        && (uid == ANY || stat.uid() == uid)
        && (gid == ANY || stat.gid() == gid);
  }
}
