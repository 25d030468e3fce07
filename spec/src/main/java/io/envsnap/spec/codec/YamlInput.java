package io.envsnap.spec.codec;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of an untrusted YAML document, and errors that name their place in it.
 *
 * @param bytes the document
 * @param limit the most bytes that are accepted
 * @param source what messages call it
 * @param hint what to do when it is broken
 */
record YamlInput(byte[] bytes, int limit, String source, String hint) {
  /** The text: UTF-8 without a byte order mark and without control characters. */
  String text() throws FormatException {
    if (bytes.length > limit) {
      throw FormatException.broken(source, "it is larger than " + limit + " bytes", hint);
    }
    if (Utf8.beginsWithMark(bytes)) {
      throw at(1, 1, "it begins with a byte order mark; save it without one");
    }
    int wrong = Utf8.firstMistake(bytes);
    if (wrong >= 0) {
      throw at(new String(bytes, 0, wrong, StandardCharsets.UTF_8), "a byte is not UTF-8");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      if (isForbidden(text.charAt(i))) {
        throw at(text.substring(0, i), "there is a control character");
      }
    }
    return text;
  }

  private static boolean isForbidden(char c) {
    boolean control = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    boolean lineEndOfOldYaml = c == '\u2028' || c == '\u2029';
    boolean noCharacter = c == '\uFEFF' || c >= '\uFFFE';
    return control || lineEndOfOldYaml || noCharacter;
  }

  private FormatException at(String before, String what) {
    int line = 1;
    for (int i = 0; i < before.length(); i++) {
      if (before.charAt(i) == '\n') {
        line++;
      }
    }
    String start = before.substring(before.lastIndexOf('\n') + 1);
    return at(line, start.codePointCount(0, start.length()) + 1, what);
  }

  FormatException at(YamlNode node, String what) {
    return at(node.line(), node.column(), what);
  }

  FormatException at(int line, int column, String what) {
    return FormatException.broken(source, line, column, what, hint);
  }
}
