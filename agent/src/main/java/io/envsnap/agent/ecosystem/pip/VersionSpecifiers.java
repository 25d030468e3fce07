package io.envsnap.agent.ecosystem.pip;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions a need allows, such as {@code >=2,<3} (PEP 440), as far as final releases go: what
 * stands on anything else counts as allowed, so that nothing is said which may be wrong.
 */
final class VersionSpecifiers {
  private static final Pattern ONE =
      Pattern.compile("(===|==|!=|<=|>=|~=|<|>)\\s*v?(\\d{1,6}(?:\\.\\d{1,6})*)(\\.\\*)?");
  private static final Pattern FINAL = Pattern.compile("v?(\\d{1,6}(?:\\.\\d{1,6})*)(?:\\+.*)?");

  private VersionSpecifiers() {}

  /** Whether the version is not excluded. */
  static boolean allow(String specifiers, String version) {
    Matcher release = FINAL.matcher(version);
    if (!release.matches()) {
      return true;
    }
    List<Integer> here = numbers(release.group(1));
    for (String specifier : specifiers.split(",")) {
      Matcher one = ONE.matcher(specifier.strip());
      if (one.matches() && !allows(one.group(1), numbers(one.group(2)), one.group(3), here)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allows(
      String operator, List<Integer> bound, String anyFurther, List<Integer> here) {
    int order = compare(here, bound);
    boolean same = anyFurther == null ? order == 0 : startsWith(here, bound);
    return switch (operator) {
      case "==", "===" -> same;
      case "!=" -> !same;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      // Compatible release: not older, and the same but for the last number.
      default -> order >= 0 && startsWith(here, bound.subList(0, Math.max(1, bound.size() - 1)));
    };
  }

  private static boolean startsWith(List<Integer> here, List<Integer> beginning) {
    for (int at = 0; at < beginning.size(); at++) {
      if (at(here, at) != at(beginning, at)) {
        return false;
      }
    }
    return true;
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int at = 0; at < Math.max(one.size(), other.size()); at++) {
      if (at(one, at) != at(other, at)) {
        return Integer.compare(at(one, at), at(other, at));
      }
    }
    return 0;
  }

  private static int at(List<Integer> numbers, int index) {
    return index < numbers.size() ? numbers.get(index) : 0;
  }

  private static List<Integer> numbers(String dotted) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : dotted.split("\\.")) {
      numbers.add(Integer.parseInt(number));
    }
    return numbers;
  }
}
