package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which circumstances a distribution needs another, such as {@code python_version < "3.9" and
 * extra == "test"}. Source: Python packaging, "Dependency specifiers" (PEP 508). What it cannot
 * judge it takes as fulfilled: a need too many is better than one too few.
 */
final class EnvironmentMarker {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\(|\\)|===|==|!=|<=|>=|~=|<|>|\"[^\"]*\"|'[^']*'|[A-Za-z_][A-Za-z0-9_.]*)");
  private static final Set<String> VERSIONS =
      Set.of("python_version", "python_full_version", "implementation_version");

  private final Map<String, String> facts;
  private final Set<String> extras;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private EnvironmentMarker(String text, Map<String, String> facts, Set<String> extras) {
    this.facts = facts;
    this.extras = extras;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      tokens.clear();
    }
  }

  /** What markers may ask about an interpreter. */
  static Map<String, String> facts(PythonInterpreter python, HostFacts host) {
    boolean pypy = python.abi().startsWith("pypy");
    Map<String, String> facts = new TreeMap<>();
    facts.put("python_version", PythonInterpreter.minor(python.version()));
    facts.put("python_full_version", python.version());
    facts.put("implementation_name", pypy ? "pypy" : "cpython");
    facts.put("platform_python_implementation", pypy ? "PyPy" : "CPython");
    facts.put("sys_platform", "linux");
    facts.put("platform_system", "Linux");
    facts.put("os_name", "posix");
    facts.put("platform_machine", host.architecture());
    return facts;
  }

  /**
   * Whether it is fulfilled.
   *
   * @param text the marker; empty for one that always is
   * @param facts values of its variables, as {@link #facts}
   * @param extras extras that were asked for, normalized
   */
  static boolean holds(String text, Map<String, String> facts, Set<String> extras) {
    EnvironmentMarker marker = new EnvironmentMarker(text, facts, extras);
    return marker.tokens.isEmpty() || marker.any();
  }

  private boolean any() {
    boolean holds = all();
    while (next("or")) {
      holds |= all();
    }
    return holds;
  }

  private boolean all() {
    boolean holds = one();
    while (next("and")) {
      holds &= one();
    }
    return holds;
  }

  private boolean one() {
    if (next("(")) {
      boolean holds = any();
      next(")");
      return holds;
    }
    String left = take();
    String operator = next("not") ? "not " + take() : take();
    String right = take();
    return isQuoted(left) ? compare(right, operator, left) : compare(left, operator, right);
  }

  private boolean compare(String variable, String operator, String quoted) {
    String wanted = isQuoted(quoted) ? quoted.substring(1, quoted.length() - 1) : quoted;
    if (variable.equals("extra")) {
      return extras.contains(ProjectName.normal(wanted)) != operator.equals("!=");
    }
    String fact = facts.get(variable.replace("platform.", "platform_"));
    if (fact == null) {
      return true;
    }
    return VERSIONS.contains(variable)
        ? ordered(fact, operator, wanted)
        : switch (operator) {
          case "==", "===" -> fact.equals(wanted);
          case "!=" -> !fact.equals(wanted);
          case "in" -> wanted.contains(fact);
          case "not in" -> !wanted.contains(fact);
          default -> true;
        };
  }

  private static boolean ordered(String fact, String operator, String wanted) {
    boolean same = same(fact, wanted);
    boolean older = Eligible.isOlder(fact, wanted) && !same;
    return switch (operator) {
      case "==", "===" -> same;
      case "!=" -> !same;
      case "<" -> older;
      case "<=" -> older || same;
      case ">" -> !older && !same;
      case ">=" -> !older;
      case "~=" -> !older && same(fact, wanted.replaceAll("\\.[^.]*$", ".*"));
      case "in" -> List.of(wanted.split("[\\s,]+")).contains(fact);
      case "not in" -> !List.of(wanted.split("[\\s,]+")).contains(fact);
      default -> true;
    };
  }

  /** {@code 3.11} is {@code 3.11.0}, and {@code 3.*} is each that begins so. */
  private static boolean same(String fact, String wanted) {
    if (wanted.endsWith(".*")) {
      return (fact + ".").startsWith(wanted.substring(0, wanted.length() - 1));
    }
    return fact.replaceAll("(\\.0)+$", "").equals(wanted.replaceAll("(\\.0)+$", ""));
  }

  private static boolean isQuoted(String token) {
    return token.startsWith("\"") || token.startsWith("'");
  }

  private boolean next(String token) {
    boolean found = at < tokens.size() && tokens.get(at).equals(token);
    at += found ? 1 : 0;
    return found;
  }

  private String take() {
    return at < tokens.size() ? tokens.get(at++) : "";
  }
}
