package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blocks of private keys, whole or cut off; the mere mention of such a block's first line is none.
 */
final class KeyBlocks {
  static final Finding FINDING =
      new Finding("private key", "copy the file, or make a new key and register it");

  private static final String PUTTY = "PuTTY-User-Key-File-";
  private static final String AGE = "AGE-SECRET-KEY-1";
  private static final int WINDOW = 64 << 10;

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
              + "(?:(?:[ \\t]|\\\\[rn]|[\\r\\n\"',+]){0,40}+"
              + "(?:(?:Proc-Type|DEK-Info|Version|Comment|Charset)[^\\r\\n\\\\]{1,200}|)){0,6}"
              + "[A-Za-z0-9+/]{32}");
  private static final Pattern END =
      Pattern.compile("-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----");
  private static final Pattern LINE = Pattern.compile(PUTTY + "[0-9]|" + AGE + "[0-9A-Z]{50,80}");

  private KeyBlocks() {}

  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    int begin = text.indexOf("-----BEGIN ");
    while (begin >= 0) {
      int limit = Math.min(text.length(), begin + WINDOW);
      Matcher matcher = BLOCK.matcher(text).region(begin, limit);
      int next = begin + 1;
      if (matcher.lookingAt()) {
        Matcher end = END.matcher(text).region(matcher.end(), limit);
        next = end.find() ? end.end() : limit;
        spans.add(Span.secret(begin, next, "PRIVATE_KEY", FINDING));
      }
      begin = text.indexOf("-----BEGIN ", next);
    }
    // Looking for a word costs a sixth of looking for a pattern, and almost no text has either.
    if (text.contains(PUTTY) || text.contains(AGE)) {
      Matcher line = LINE.matcher(text);
      while (line.find()) {
        spans.add(Span.secret(line.start(), line.end(), "PRIVATE_KEY", FINDING));
      }
    }
    return spans;
  }
}
