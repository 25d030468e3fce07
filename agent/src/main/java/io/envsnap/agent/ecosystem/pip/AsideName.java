package io.envsnap.agent.ecosystem.pip;

/**
 * Names under which pip moves aside what it is about to remove, until it is sure: a tilde instead
 * of the first letter, then further letters replaced or, when all such names are taken, added
 * before the whole name ({@code AdjacentTempDirectory} in pip's {@code utils/temp_dir.py}).
 */
final class AsideName {
  private static final String LEADING = "-~.=%0123456789";

  private AsideName() {}

  /** Whether pip may have given that name to what had this one. */
  static boolean isOf(String name, String aside) {
    if (!aside.startsWith("~")) {
      return false;
    }
    for (int at = 1; at < aside.length(); at++) {
      if (isEndOf(name, aside, at)) {
        return true;
      }
      if (LEADING.indexOf(aside.charAt(at)) < 0) {
        return false;
      }
    }
    return false;
  }

  private static boolean isEndOf(String name, String aside, int from) {
    String end = aside.substring(from);
    return name.endsWith(end) && (aside.length() == name.length() || end.equals(name));
  }
}
