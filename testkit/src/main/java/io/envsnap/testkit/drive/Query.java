package io.envsnap.testkit.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search: what Drive's guide calls {@code q}. What it does not know is an error, never a match.
 *
 * @param matches whether a file is meant
 * @param byParentOnly whether it asks for nothing but parents, type and trash
 */
record Query(Predicate<Item> matches, boolean byParentOnly) {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*('(?:[^'\\\\]|\\\\.)*'|[A-Za-z]+|!=|<=|>=|[=<>(){}])");

  /**
   * Understands a search.
   *
   * @param root id that {@code 'root'} stands for
   * @param client whose {@code appProperties} are looked at
   * @throws DriveProblem 400 when it is none
   */
  static Query parse(String text, String root, String client) {
    if (text.isBlank()) {
      return new Query(item -> true, false);
    }
    Parser parser = new Parser(text, root, client);
    Predicate<Item> all = parser.or();
    if (parser.more()) {
      throw invalid();
    }
    return new Query(all, parser.parentOnly);
  }

  private static DriveProblem invalid() {
    return DriveProblem.invalid("Invalid Value");
  }

  private static final class Parser {
    private final List<String> tokens = new ArrayList<>();
    private final String root;
    private final String client;
    private int at;
    private boolean parentOnly = true;

    Parser(String text, String root, String client) {
      this.root = root;
      this.client = client;
      Matcher matcher = TOKEN.matcher(text);
      int end = 0;
      while (end < text.length() && matcher.find(end) && matcher.start() == end) {
        tokens.add(matcher.group(1));
        end = matcher.end();
      }
      if (!text.substring(end).isBlank()) {
        throw invalid();
      }
    }

    boolean more() {
      return at < tokens.size();
    }

    private String next() {
      if (!more()) {
        throw invalid();
      }
      return tokens.get(at++);
    }

    private boolean take(String wanted) {
      boolean here = more() && tokens.get(at).equals(wanted);
      at += here ? 1 : 0;
      return here;
    }

    private void insist(String wanted) {
      if (!take(wanted)) {
        throw invalid();
      }
    }

    Predicate<Item> or() {
      Predicate<Item> left = and();
      while (take("or")) {
        left = left.or(and());
      }
      return left;
    }

    private Predicate<Item> and() {
      Predicate<Item> left = term();
      while (take("and")) {
        left = left.and(term());
      }
      return left;
    }

    private Predicate<Item> term() {
      if (take("not")) {
        return term().negate();
      }
      if (take("(")) {
        Predicate<Item> inner = or();
        insist(")");
        return inner;
      }
      String first = next();
      if (first.startsWith("'")) {
        insist("in");
        return in(unquote(first), next());
      }
      return switch (first) {
        case "trashed" -> {
          insist("=");
          boolean wanted = Boolean.parseBoolean(next());
          yield item -> item.flag("trashed") == wanted;
        }
        case "properties", "appProperties" -> has(first);
        case "name", "mimeType" -> compare(first, next(), unquote(next()));
        case "createdTime", "modifiedTime" -> compareTime(first, next(), unquote(next()));
        default -> throw invalid();
      };
    }

    private Predicate<Item> in(String value, String list) {
      if (list.equals("parents")) {
        String parent = value.equals("root") ? root : value;
        return item -> item.parents().contains(parent);
      }
      parentOnly = false;
      if (list.equals("owners")) {
        return item -> item.text("owner").equals(value);
      }
      throw invalid();
    }

    private Predicate<Item> has(String field) {
      parentOnly = false;
      insist("has");
      insist("{");
      insist("key");
      insist("=");
      String key = unquote(next());
      insist("and");
      insist("value");
      insist("=");
      String value = unquote(next());
      insist("}");
      return item ->
          value.equals(
              (field.equals("properties")
                      ? item.map(field)
                      : Json.map(item.map(field).getOrDefault(client, java.util.Map.of())))
                  .get(key));
    }

    private Predicate<Item> compare(String field, String operator, String value) {
      parentOnly &= field.equals("mimeType");
      return switch (operator) {
        case "=" -> item -> item.text(field).equals(value);
        case "!=" -> item -> !item.text(field).equals(value);
        // Drive matches the beginnings of names only.
        case "contains" -> item -> item.text(field).startsWith(value);
        default -> throw invalid();
      };
    }

    private Predicate<Item> compareTime(String field, String operator, String value) {
      parentOnly = false;
      return switch (operator) {
        case "<" -> item -> item.text(field).compareTo(value) < 0;
        case ">" -> item -> item.text(field).compareTo(value) > 0;
        case "=" -> item -> item.text(field).equals(value);
        default -> throw invalid();
      };
    }

    private static String unquote(String token) {
      if (!token.startsWith("'")) {
        throw invalid();
      }
      return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }
  }
}
