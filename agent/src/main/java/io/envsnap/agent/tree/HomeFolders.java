package io.envsnap.agent.tree;

/** Where users live: what {@code ~} in a rule stands for. */
final class HomeFolders {
  /** One home. */
  static final String REGEX = "(?:/root|/home/[^/]*)";

  private static final String ROOT = "/root";
  private static final String OTHERS = "/home/";

  private HomeFolders() {}

  /** Whether a folder may be a home or lie in one. */
  static boolean mayHold(String folder) {
    return folder.startsWith(ROOT) || folder.startsWith(OTHERS);
  }

  /** What comes after the home, with its slash; empty when the path is in nobody's home. */
  static String rest(String path) {
    int end = -1;
    if (path.startsWith(ROOT + "/")) {
      end = ROOT.length();
    } else if (path.startsWith(OTHERS)) {
      end = path.indexOf('/', OTHERS.length());
    }
    return end < 0 ? "" : path.substring(end);
  }
}
