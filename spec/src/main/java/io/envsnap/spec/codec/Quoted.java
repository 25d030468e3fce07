package io.envsnap.spec.codec;

/**
 * Text of an untrusted document as it may stand in a message: short, and harmless to a terminal.
 */
final class Quoted {
  private static final int LONGEST = 60;

  private Quoted() {}

  /** The text between backticks; what is not printable stands as {@code ?}. */
  static String of(String text) {
    StringBuilder quoted = new StringBuilder("`");
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      quoted.append(YamlText.printable(text, i) && c != '`' ? c : '?');
    }
    return quoted.append(end < text.length() ? "…`" : "`").toString();
  }
}
