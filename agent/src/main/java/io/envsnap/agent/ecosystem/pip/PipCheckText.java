package io.envsnap.agent.ecosystem.pip;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code pip check} says. */
final class PipCheckText {
  private static final Pattern LACKS =
      Pattern.compile(
          "(\\S+) (\\S+) (?:requires ([A-Za-z0-9._-]+), which is not installed"
              + "|has requirement ([A-Za-z0-9._-]+).*, but you have ).*");

  private PipCheckText() {}

  /**
   * Distributions, as requirements, that lack one of these, or have it in a version that they
   * cannot use.
   *
   * @param names of projects, normalized (PEP 503)
   */
  static Set<String> lacking(List<String> lines, Set<String> names) {
    Set<String> lacking = new TreeSet<>();
    for (String line : lines) {
      Matcher matcher = LACKS.matcher(line);
      if (matcher.matches()) {
        String need = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
        if (names.contains(ProjectName.normal(need))) {
          lacking.add(matcher.group(1) + "==" + matcher.group(2));
        }
      }
    }
    return lacking;
  }
}
