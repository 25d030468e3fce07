package io.envsnap.agent.ecosystem.apt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One paragraph of a control file (deb822), kept as it stands. Text is held one character a byte
 * (ISO 8859-1), so that whatever encoding a description has comes out as it went in.
 *
 * @param text its lines, each ended by a newline, without the empty line that closes it
 */
record Stanza(String text) {
  // Written out, as Java takes milliseconds to make a record's own when it is first called.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Stanza that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Splits a file at its empty lines. */
  static List<Stanza> parse(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    List<Stanza> stanzas = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (text.substring(start, end).isBlank()) {
        close(open, stanzas);
      } else {
        open.append(text, start, end).append('\n');
      }
      start = end + 1;
    }
    close(open, stanzas);
    return stanzas;
  }

  private static void close(StringBuilder open, List<Stanza> stanzas) {
    if (open.length() > 0) {
      stanzas.add(new Stanza(open.toString()));
      open.setLength(0);
    }
  }

  /** The file that holds these stanzas, each closed by an empty line, as dpkg writes them. */
  static byte[] join(Iterable<Stanza> stanzas) {
    StringBuilder text = new StringBuilder();
    for (Stanza stanza : stanzas) {
      text.append(stanza.text).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The value of a field, its continuation lines included, each with its leading space.
   *
   * @param name matched without regard to case
   */
  Optional<String> field(String name) {
    int[] span = span(name);
    if (span.length == 0) {
      return Optional.empty();
    }
    return Optional.of(text.substring(span[0] + name.length() + 1, span[1]).strip());
  }

  /** The value of a field, or the empty text. */
  String value(String name) {
    return field(name).orElse("");
  }

  /** The same stanza without that field. */
  Stanza without(String name) {
    int[] span = span(name);
    return span.length == 0
        ? this
        : new Stanza(text.substring(0, span[0]) + text.substring(span[1]));
  }

  /** The same stanza with another single-line value for a field that it has. */
  Stanza with(String name, String value) {
    int[] span = span(name);
    if (span.length == 0) {
      return new Stanza(text + name + ": " + value + "\n");
    }
    String kept = text.substring(span[0], span[0] + name.length());
    return new Stanza(
        text.substring(0, span[0]) + kept + ": " + value + "\n" + text.substring(span[1]));
  }

  /** Names of its fields, in their order. */
  List<String> names() {
    return text.lines()
        .filter(line -> !isContinuation(line) && line.indexOf(':') > 0)
        .map(line -> line.substring(0, line.indexOf(':')))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Start and end of a field with its continuation lines; an empty array where it is missing. */
  private int[] span(String name) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start) + 1;
      boolean here =
          text.regionMatches(true, start, name, 0, name.length())
              && text.startsWith(":", start + name.length());
      if (here) {
        while (end < text.length() && isContinuation(text.substring(end, end + 1))) {
          end = text.indexOf('\n', end) + 1;
        }
        return new int[] {start, end};
      }
      start = end;
    }
    return new int[0];
  }

  private static boolean isContinuation(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }
}
