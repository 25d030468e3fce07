package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values that are secret by the name they are given: {@code HF_TOKEN=...}, {@code "api_key":
 * "..."}, {@code os.environ["WANDB_API_KEY"] = "..."}, {@code Authorization: Bearer ...}. It looks
 * at each {@code =} and {@code :} and reads the name before and the value behind it.
 */
final class AssignmentSpans {
  /** Longer lines are data; nobody typed them. */
  private static final int LONGEST_LINE = 16 << 10;

  private static final int LONGEST_NAME = 64;
  private static final int WIDEST_GAP = 6;
  private static final Set<String> SCHEMES =
      Set.of("bearer", "basic", "token", "digest", "apikey", "negotiate");

  private final String text;
  private final Strictness strictness;
  private final List<Span> spans = new ArrayList<>();

  private AssignmentSpans(String text, Strictness strictness) {
    this.text = text;
    this.strictness = strictness;
  }

  static List<Span> find(String text, Strictness strictness) {
    AssignmentSpans finder = new AssignmentSpans(text, strictness);
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      if (end - start <= LONGEST_LINE) {
        finder.line(start, end);
      }
      start = end + 1;
    }
    return finder.spans;
  }

  private void line(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c == '=' || c == ':') && !isComparison(i, start, end)) {
        sign(i, start, end);
      }
    }
  }

  private boolean isComparison(int at, int start, int end) {
    boolean before = at > start && "=!<>~:".indexOf(text.charAt(at - 1)) >= 0;
    boolean after = at + 1 < end && "=:".indexOf(text.charAt(at + 1)) >= 0;
    boolean placeholder = text.startsWith(Span.PLACEHOLDER, at + 1 - Span.PLACEHOLDER.length());
    boolean address = at + 2 < end && text.startsWith("//", at + 1);
    return before || after || placeholder || address;
  }

  private void sign(int at, int start, int end) {
    String name = nameBefore(at, start);
    if (!SensitiveName.matches(name)) {
      return;
    }
    int from = at + 1;
    for (int gap = 0; gap < WIDEST_GAP && from < end && isBlank(text.charAt(from)); gap++) {
      from++;
    }
    // In a notebook's JSON, a quote of the code has a backslash before it.
    from = text.startsWith("\\\"", from) ? from + 1 : from;
    boolean quoted = from < end && isQuote(text.charAt(from));
    char quote = quoted ? text.charAt(from) : ' ';
    from = quoted ? from + 1 : from;
    boolean header = name.toLowerCase(Locale.ROOT).endsWith("authorization");
    from = header ? behindScheme(from, end) : from;
    int to = from;
    while (to < end && (quoted ? isInside(text.charAt(to), quote) : isOfValue(text.charAt(to)))) {
      to++;
    }
    String value = text.substring(from, to);
    if (counts(name, value, quoted || header, text.charAt(at))) {
      String variable = header ? "AUTHORIZATION" : SensitiveName.asVariable(name);
      spans.add(Span.secret(from, to, variable, Finding.ofVariable(variable)));
    }
  }

  private String nameBefore(int at, int start) {
    int to = at;
    int gap = 0;
    while (to > start && gap < WIDEST_GAP && isAround(text.charAt(to - 1))) {
      to--;
      gap++;
    }
    int from = to;
    while (from > start && to - from < LONGEST_NAME && isOfName(text.charAt(from - 1))) {
      from--;
    }
    // `AWS::IAM::AccessKey` is the name of a kind of thing.
    boolean may = SensitiveName.mayBe(text, from, to) && !text.startsWith("::", from - 2);
    return may ? text.substring(from, to) : "";
  }

  private int behindScheme(int from, int end) {
    int to = from;
    while (to < end && Character.isLetter(text.charAt(to))) {
      to++;
    }
    boolean scheme = SCHEMES.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
    return scheme && to < end && text.charAt(to) == ' ' ? to + 1 : from;
  }

  private boolean counts(String name, String value, boolean quoted, char sign) {
    if (strictness == Strictness.SURE) {
      boolean constant = name.equals(name.toUpperCase(Locale.ROOT));
      return (constant || quoted) && SecretValue.isSure(value);
    }
    boolean path = name.toLowerCase(Locale.ROOT).endsWith("credentials") && value.startsWith("/");
    boolean prose = sign == ':' && !quoted && value.chars().allMatch(Character::isLetter);
    return SecretValue.isAny(value) && !path && !prose;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isAround(char c) {
    return isBlank(c) || isQuote(c) || c == ']' || c == '\\';
  }

  private static boolean isOfName(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
  }

  private static boolean isInside(char c, char quote) {
    return c != quote && c != '\\';
  }

  private static boolean isOfValue(char c) {
    return !Character.isWhitespace(c) && " \"'`,;)&|<>".indexOf(c) < 0;
  }
}
