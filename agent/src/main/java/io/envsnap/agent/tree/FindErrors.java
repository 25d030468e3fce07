package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code find} says that it could not look at, in the locale C. */
final class FindErrors {
  private static final Pattern LINE = Pattern.compile("find: '(.*)': ([^':]+)");
  private static final String GONE = "No such file or directory";

  private FindErrors() {}

  /**
   * Paths and what the system said of each; without those that went away meanwhile.
   *
   * @param root as {@code find} was given it, without a slash at its end
   */
  static Map<TreePath, String> parse(String errors, String root) {
    Map<TreePath, String> found = new TreeMap<>();
    for (String line : errors.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && !matcher.group(2).equals(GONE)) {
        String path = OctalEscapes.plain(matcher.group(1));
        if (path.startsWith(root + "/")) {
          found.put(TreePath.of(path.substring(root.length())), matcher.group(2));
        }
      }
    }
    return found;
  }
}
