package io.envsnap.testkit.drive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON to maps, lists, texts, numbers and truths, and back; null is {@link #NULL}. */
final class Json {
  /** What JSON calls null. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Map<String, Object> object(String text) {
    Json json = new Json(text.isBlank() ? "{}" : text);
    Object value = json.value();
    json.blanks();
    if (json.at != json.text.length()) {
      throw json.wrong();
    }
    return map(value);
  }

  /** A value that must be an object. */
  static Map<String, Object> map(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("not an object: " + value);
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, one) -> copy.put(String.valueOf(key), one));
    return copy;
  }

  /** A value that must be a list. */
  static List<Object> list(Object value) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("not a list: " + value);
    }
    return new ArrayList<>(list);
  }

  private Object value() {
    blanks();
    char first = peek();
    if (first == '{') {
      return members();
    }
    if (first == '[') {
      return elements();
    }
    if (first == '"') {
      return string();
    }
    int from = at;
    while (at < text.length() && "+-.eE0123456789abcdefghijklmnopqrstuvwxyz".indexOf(peek()) >= 0) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> NULL;
      default -> number(word);
    };
  }

  private Object number(String word) {
    try {
      return word.matches("-?[0-9]+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no JSON at " + at + ": `" + word + "`", e);
    }
  }

  private Map<String, Object> members() {
    Map<String, Object> map = new LinkedHashMap<>();
    take('{');
    while (!takes('}')) {
      if (!map.isEmpty()) {
        take(',');
      }
      blanks();
      String key = string();
      take(':');
      map.put(key, value());
    }
    return map;
  }

  private List<Object> elements() {
    List<Object> list = new ArrayList<>();
    take('[');
    while (!takes(']')) {
      if (!list.isEmpty()) {
        take(',');
      }
      list.add(value());
    }
    return list;
  }

  private String string() {
    take('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      out.append(next == '\\' ? escaped() : next);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char kind = peek();
    at++;
    return switch (kind) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> kind;
    };
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private boolean takes(char wanted) {
    blanks();
    boolean here = peek() == wanted;
    at += here ? 1 : 0;
    return here;
  }

  private void take(char wanted) {
    if (!takes(wanted)) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at " + at);
  }

  /** Writes a value. */
  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(before);
        quote(String.valueOf(member.getKey()), out);
        out.append(':');
        write(member.getValue(), out);
        before = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      out.append('[');
      String before = "";
      for (Object one : list) {
        out.append(before);
        write(one, out);
        before = ",";
      }
      out.append(']');
    } else if (value instanceof Number || value instanceof Boolean || value == NULL) {
      out.append(value);
    } else {
      quote(String.valueOf(value), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
