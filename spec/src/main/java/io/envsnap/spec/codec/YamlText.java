package io.envsnap.spec.codec;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One text as YAML: bare where every reader of YAML 1.1 and 1.2 sees a text and nothing else, in
 * double quotes otherwise. YAML 1.1 reads {@code no}, {@code 12:30}, {@code 0x1F}, {@code 1_000}
 * and {@code 2026-11-23} as something else (https://yaml.org/type/), so the rule names what is
 * safe.
 */
final class YamlText {
  /** No longer, so that no pattern runs deep. */
  private static final int LONGEST_BARE = 200;

  /** Begins with a letter or a slash; single blanks between words. */
  private static final Pattern WORDS =
      Pattern.compile("[A-Za-z/][A-Za-z0-9._/+@~-]*(?: [A-Za-z0-9/][A-Za-z0-9._/+@~-]*)*");

  /**
   * A version with a revision or a local part: a number of YAML has no sign, tilde or letter behind
   * dotted digits, except in an exponent, which this does not match.
   */
  private static final Pattern VERSION =
      Pattern.compile("[0-9]+(?:\\.[0-9]+)+[+~-][A-Za-z0-9.+~-]+");

  /** Quoted, so that of many digests not only those that happen to begin with a letter are bare. */
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]*[0-9][0-9a-f]*");

  private static final Set<String> MEANT =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

  private YamlText() {}

  /** Appends the text, bare or quoted, so that it fits into a flow collection. */
  static void append(String text, StringBuilder out) {
    if (isBare(text)) {
      out.append(text);
    } else {
      quote(text, out);
    }
  }

  static boolean isBare(String text) {
    if (text.length() > LONGEST_BARE) {
      return false;
    }
    if (WORDS.matcher(text).matches()) {
      return !MEANT.contains(text.toLowerCase(Locale.ROOT)) && !HEXADECIMAL.matcher(text).matches();
    }
    return VERSION.matcher(text).matches();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (printable(text, i)) {
        out.append(c);
      } else {
        escape(c, out);
      }
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    out.append(
        c < 0x100
            ? String.format(Locale.ROOT, "\\x%02x", (int) c)
            : String.format(Locale.ROOT, "\\u%04x", (int) c));
  }

  /**
   * Whether the character may stand in a document as it is. Not so: controls, which YAML forbids;
   * what a person would not see or which turns the direction of writing; lone surrogates; and what
   * older YAML takes for a line's end. The ranges are fixed, so that no Java version writes other
   * bytes.
   */
  static boolean printable(String text, int index) {
    char c = text.charAt(index);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD) {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
    boolean invisible = (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E);
    boolean turning = c >= 0x2060 && c <= 0x206F;
    return !invisible && !turning && c != 0xFEFF && c < 0xFFF0;
  }
}
