package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads fields such as {@code Depends} and {@code Breaks} (Debian Policy 7.1). */
final class Relations {
  private static final Pattern ONE =
      Pattern.compile(
          "([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\\s*(?:\\(\\s*(<<|<=|=|>=|>>|<|>)\\s*([^)\\s]+)\\s*\\))?.*",
          Pattern.DOTALL);

  private Relations() {}

  /**
   * A name, and which versions of it are meant.
   *
   * @param name a package, or something that packages provide
   * @param operator empty where any version will do
   * @param version empty where any version will do
   */
  record Relation(String name, String operator, String version) {
    /** Whether a package of that name and version is meant. */
    boolean meets(String candidate) {
      if (operator.isEmpty()) {
        return true;
      }
      int order = DebVersion.compare(candidate, version);
      return switch (operator) {
        case "<<" -> order < 0;
        case "<=", "<" -> order <= 0;
        case "=" -> order == 0;
        case ">=", ">" -> order >= 0;
        case ">>" -> order > 0;
        default -> false;
      };
    }
  }

  /** The groups of a field; one member of each group is enough. */
  static List<List<Relation>> groups(String field) {
    List<List<Relation>> groups = new ArrayList<>();
    for (String group : field.split(",", -1)) {
      List<Relation> alternatives = new ArrayList<>();
      for (String one : group.split("\\|", -1)) {
        relation(one).ifPresent(alternatives::add);
      }
      if (!alternatives.isEmpty()) {
        groups.add(List.copyOf(alternatives));
      }
    }
    return groups;
  }

  /** All members of a field that knows no alternatives, such as {@code Breaks}. */
  static List<Relation> all(String field) {
    return groups(field).stream().flatMap(List::stream).toList();
  }

  private static Optional<Relation> relation(String text) {
    Matcher matcher = ONE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String operator = matcher.group(2) == null ? "" : matcher.group(2);
    String version = matcher.group(3) == null ? "" : matcher.group(3);
    return Optional.of(new Relation(matcher.group(1), operator, version));
  }
}
