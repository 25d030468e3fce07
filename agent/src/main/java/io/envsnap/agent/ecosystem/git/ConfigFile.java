package io.envsnap.agent.ecosystem.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A configuration file of git, read so that single settings can be taken out or changed while every
 * other byte stays (git-config(1), "CONFIGURATION FILE"). Bytes stand as ISO 8859-1 characters.
 *
 * @param text the file
 * @param sections its section headings, in order
 * @param items its settings, in order
 */
record ConfigFile(String text, List<Heading> sections, List<Item> items) {
  /** Takes its own copies. */
  ConfigFile {
    sections = List.copyOf(sections);
    items = List.copyOf(items);
  }

  /**
   * A section heading.
   *
   * @param subsection its quoted part, unescaped
   * @param start where the raw text between the quotes begins
   * @param end where it ends; equal to {@code start} where there is none
   */
  record Heading(String subsection, int start, int end) {}

  /**
   * A setting and where it stands.
   *
   * @param setting what it says
   * @param start where it begins, with its indentation
   * @param end where the next line begins
   * @param valueStart where its raw value begins
   * @param valueEnd where its raw value and any comment end
   */
  record Item(ConfigSetting setting, int start, int end, int valueStart, int valueEnd) {}

  /** The settings alone. */
  List<ConfigSetting> settings() {
    return items.stream().map(Item::setting).toList();
  }

  /** Reads a file; empty when git itself would refuse it. */
  static Optional<ConfigFile> parse(byte[] bytes) {
    Reader reader = new Reader(new String(bytes, StandardCharsets.ISO_8859_1));
    return reader.readAll()
        ? Optional.of(new ConfigFile(reader.text, reader.sections, reader.items))
        : Optional.empty();
  }

  private static final class Reader {
    private final String text;
    private final List<Heading> sections = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private String section = "";
    private String subsection = "";
    private int at;
    private int lineStart;

    Reader(String text) {
      this.text = text;
    }

    boolean readAll() {
      while (at < text.length()) {
        char next = text.charAt(at);
        if (next == '\n') {
          at++;
          lineStart = at;
        } else if (Character.isWhitespace(next)) {
          at++;
        } else if (next == '#' || next == ';') {
          at = endOfLine();
        } else if (next == '[') {
          if (!heading()) {
            return false;
          }
        } else if (!setting()) {
          return false;
        }
      }
      return true;
    }

    private boolean heading() {
      int close = at + 1;
      while (close < text.length() && isSectionCharacter(text.charAt(close))) {
        close++;
      }
      if (close == at + 1) {
        return false;
      }
      String name = text.substring(at + 1, close);
      int dot = name.indexOf('.');
      section = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
      subsection = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
      at = close;
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      int start = at;
      int end = at;
      if (at < text.length() && text.charAt(at) == '"') {
        StringBuilder quoted = new StringBuilder();
        start = at + 1;
        at = start;
        while (at < text.length() && text.charAt(at) != '"') {
          if (text.charAt(at) == '\\') {
            at++;
          }
          if (at >= text.length() || text.charAt(at) == '\n') {
            return false;
          }
          quoted.append(text.charAt(at));
          at++;
        }
        end = at;
        at++;
        subsection = quoted.toString();
      }
      if (at >= text.length() || text.charAt(at) != ']') {
        return false;
      }
      at++;
      lineStart = at;
      sections.add(new Heading(subsection, start, end));
      return true;
    }

    private boolean setting() {
      int nameStart = at;
      while (at < text.length() && isNameCharacter(text.charAt(at))) {
        at++;
      }
      if (at == nameStart || !Character.isLetter(text.charAt(nameStart))) {
        return false;
      }
      String name = text.substring(nameStart, at).toLowerCase(Locale.ROOT);
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      String value = "true";
      int valueStart = at;
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
          at++;
        }
        valueStart = at;
        Optional<String> read = value();
        if (read.isEmpty()) {
          return false;
        }
        value = read.get();
      } else if (!text.substring(at, endOfLine()).matches("\\r?")) {
        return false;
      }
      int valueEnd = at;
      int end = Math.min(endOfLine() + 1, text.length());
      ConfigSetting setting = new ConfigSetting(section, subsection, name, value);
      items.add(new Item(setting, lineStart, end, valueStart, valueEnd));
      at = end;
      lineStart = end;
      return true;
    }

    private Optional<String> value() {
      StringBuilder value = new StringBuilder();
      int kept = 0;
      boolean quoted = false;
      while (at < text.length() && text.charAt(at) != '\n') {
        char next = text.charAt(at);
        if (!quoted && (next == '#' || next == ';')) {
          at = endOfLine();
          break;
        }
        at++;
        if (next == '"') {
          quoted = !quoted;
          kept = value.length();
        } else if (next == '\\') {
          Optional<String> escaped = escape();
          if (escaped.isEmpty()) {
            return Optional.empty();
          }
          value.append(escaped.get());
          kept = value.length();
        } else {
          value.append(next);
          if (quoted || !Character.isWhitespace(next)) {
            kept = value.length();
          }
        }
      }
      if (quoted) {
        return Optional.empty();
      }
      value.setLength(kept);
      return Optional.of(value.toString());
    }

    private Optional<String> escape() {
      if (at >= text.length()) {
        return Optional.of("");
      }
      char next = text.charAt(at);
      at++;
      if (next == '\r' && at < text.length() && text.charAt(at) == '\n') {
        at++;
        return Optional.of("");
      }
      return switch (next) {
        case '\n' -> Optional.of("");
        case 'n' -> Optional.of("\n");
        case 't' -> Optional.of("\t");
        case 'b' -> Optional.of("\b");
        case '"', '\\' -> Optional.of(String.valueOf(next));
        default -> Optional.empty();
      };
    }

    private int endOfLine() {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    private static boolean isSectionCharacter(char character) {
      return isNameCharacter(character) || character == '.';
    }

    private static boolean isNameCharacter(char character) {
      return character == '-'
          || (character >= '0' && character <= '9')
          || (character >= 'a' && character <= 'z')
          || (character >= 'A' && character <= 'Z');
    }
  }
}
