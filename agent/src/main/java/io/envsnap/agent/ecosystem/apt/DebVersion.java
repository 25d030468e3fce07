package io.envsnap.agent.ecosystem.apt;

/** The order of Debian versions: {@code [epoch:]upstream[-revision]} (deb-version(7)). */
final class DebVersion {
  private DebVersion() {}

  /** Negative when the first is earlier, positive when it is later. */
  static int compare(String one, String other) {
    int byEpoch = digits(epoch(one), epoch(other));
    if (byEpoch != 0) {
      return byEpoch;
    }
    int byUpstream = part(upstream(one), upstream(other));
    return byUpstream != 0 ? byUpstream : part(revision(one), revision(other));
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    return colon < 0 ? "" : version.substring(0, colon);
  }

  private static String upstream(String version) {
    String rest = version.substring(version.indexOf(':') + 1);
    int hyphen = rest.lastIndexOf('-');
    return hyphen < 0 ? rest : rest.substring(0, hyphen);
  }

  private static String revision(String version) {
    String rest = version.substring(version.indexOf(':') + 1);
    int hyphen = rest.lastIndexOf('-');
    return hyphen < 0 ? "" : rest.substring(hyphen + 1);
  }

  private static int part(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() || j < other.length()) {
      while (isText(one, i) || isText(other, j)) {
        int order = Integer.compare(weight(one, i), weight(other, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endOne = endOfDigits(one, i);
      int endOther = endOfDigits(other, j);
      int order =
          digits(
              one.substring(Math.min(i, one.length()), endOne),
              other.substring(Math.min(j, other.length()), endOther));
      if (order != 0) {
        return order;
      }
      i = endOne;
      j = endOther;
    }
    return 0;
  }

  private static boolean isText(String text, int at) {
    return at < text.length() && !isDigit(text.charAt(at));
  }

  /** A tilde sorts before the end of the text, letters before everything else. */
  private static int weight(String text, int at) {
    if (at >= text.length() || isDigit(text.charAt(at))) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter ? c : c + 256;
  }

  private static int endOfDigits(String text, int from) {
    int end = Math.min(from, text.length());
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Compares numbers of any length. */
  private static int digits(String one, String other) {
    String a = one.replaceFirst("^0+", "");
    String b = other.replaceFirst("^0+", "");
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
