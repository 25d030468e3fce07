package io.envsnap.agent.tree;

import java.util.regex.Pattern;

/**
 * A rule whose pattern has a star. Most paths are told apart by their start, or by a piece of text
 * that the pattern must contain, before any regular expression runs.
 */
final class RuleGlob {
  private final LeftOutRule rule;
  private final String start;
  private final String piece;
  private final Pattern pattern;

  /** Reads the pattern of a rule. */
  RuleGlob(LeftOutRule rule) {
    this.rule = rule;
    String text = rule.pattern();
    boolean anywhere = text.startsWith("**/");
    boolean home = text.startsWith("~/");
    String rest = anywhere ? text.substring(2) : home ? text.substring(1) : text;
    this.start = anywhere || home ? "" : text.substring(0, text.indexOf('*'));
    this.piece = longestPiece(rest);
    StringBuilder regex = new StringBuilder(anywhere ? ".*" : home ? HomeFolders.REGEX : "");
    for (String literal : rest.split("\\*", -1)) {
      regex.append(Pattern.quote(literal)).append("[^/]*");
    }
    regex.setLength(regex.length() - "[^/]*".length());
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String longestPiece(String glob) {
    String longest = "";
    for (String literal : glob.split("\\*", -1)) {
      longest = literal.length() > longest.length() ? literal : longest;
    }
    return longest;
  }

  /** Whether the rule is about exactly this path. */
  boolean matches(String path) {
    return path.startsWith(start) && path.contains(piece) && pattern.matcher(path).matches();
  }

  /** The rule. */
  LeftOutRule rule() {
    return rule;
  }
}
