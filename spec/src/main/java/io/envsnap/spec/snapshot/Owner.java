package io.envsnap.spec.snapshot;

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
}
