package io.envsnap.agent.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule whose pattern has a star, in two halves: the folders in which it is about something, and
 * the names there. Folders are few, so that almost no path is looked at twice.
 */
final class RuleGlob {
  private static final String ANY = "[^/]*";

  private final LeftOutRule rule;
  private final boolean home;

  /** Whether a folder's end says all: what lies anywhere below the root. */
  private final boolean told;

  private final Pattern folder;
  private final String start;
  private final String end;
  private final List<String> name;

  /** Reads the pattern of a rule. */
  RuleGlob(LeftOutRule rule) {
    this.rule = rule;
    String text = rule.pattern();
    boolean anywhere = text.startsWith("**/");
    boolean home = text.startsWith("~/");
    String rest = anywhere ? text.substring(2) : home ? text.substring(1) : text;
    int slash = rest.lastIndexOf('/');
    // Most folders are told apart by how they begin or end, before any regular expression runs.
    String above = rest.substring(0, slash);
    this.home = home;
    this.told = anywhere && above.indexOf('*') < 0;
    this.start = anywhere || home ? "" : above.substring(0, (above + "*").indexOf('*'));
    this.end = above.substring(above.lastIndexOf('*') + 1);
    StringBuilder regex = new StringBuilder(anywhere ? ".*" : home ? HomeFolders.REGEX : "");
    for (String literal : above.split("\\*", -1)) {
      regex.append(Pattern.quote(literal)).append(ANY);
    }
    regex.setLength(regex.length() - ANY.length());
    this.folder = Pattern.compile(regex.toString(), Pattern.DOTALL);
    this.name = List.of(rest.substring(slash + 1).split("\\*", -1));
  }

  /** Those that are about something in a folder. */
  static List<RuleGlob> in(String folder, List<RuleGlob> all) {
    String prefix = folder.equals("/") ? "" : folder;
    List<RuleGlob> some = new ArrayList<>();
    for (RuleGlob glob : all) {
      boolean may =
          prefix.startsWith(glob.start)
              && prefix.endsWith(glob.end)
              && (!glob.home || HomeFolders.mayHold(prefix));
      if (may && (glob.told || glob.folder.matcher(prefix).matches())) {
        some.add(glob);
      }
    }
    return List.copyOf(some);
  }

  /** Whether the rule is about that path, whose folder it is about something in. */
  boolean names(String path) {
    int at = path.lastIndexOf('/') + 1;
    String first = name.get(0);
    String last = name.get(name.size() - 1);
    if (name.size() == 1) {
      return path.length() - at == first.length() && path.startsWith(first, at);
    }
    if (!path.startsWith(first, at) || !path.endsWith(last)) {
      return false;
    }
    // Each piece as early as it can be leaves the most for those that follow.
    at += first.length();
    for (String piece : name.subList(1, name.size() - 1)) {
      int found = path.indexOf(piece, at);
      if (found < 0) {
        return false;
      }
      at = found + piece.length();
    }
    return at <= path.length() - last.length();
  }

  /** The rule. */
  LeftOutRule rule() {
    return rule;
  }
}
