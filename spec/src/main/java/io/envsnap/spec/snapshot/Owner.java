package io.envsnap.spec.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * Who owns a path, by name and by number: the name wins on another machine.
 *
 * @param user name of the user; empty where the number has none
 * @param uid number of the user
 * @param group name of the group; empty where the number has none
 * @param gid number of the group
 */
public record Owner(String user, int uid, String group, int gid) {
  /** The superuser. */
  public static final Owner ROOT = new Owner("root", 0, "root", 0);

  // Written out, as Java takes milliseconds to make a record's own when it is first called.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Owner that
            && uid == that.uid
            && gid == that.gid
            && user.equals(that.user)
            && group.equals(that.group));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * uid + gid) + user.hashCode()) + group.hashCode();
  }
}
