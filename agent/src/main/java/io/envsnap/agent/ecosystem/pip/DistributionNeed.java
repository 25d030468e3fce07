package io.envsnap.agent.ecosystem.pip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a distribution says that it needs. Which versions it can use is left aside.
 *
 * @param name of the project, normalized (PEP 503)
 * @param extras of that project that are asked for, normalized
 * @param marker under which circumstances; empty for all
 */
record DistributionNeed(String name, Set<String> extras, String marker) {
  private static final String HEADER = "requires-dist:";
  private static final Pattern NEED =
      Pattern.compile(
          "\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\\s*(?:\\[([^\\]]*)\\])?([^;]*)(?:;(.*))?");

  /** An address may hold a semicolon; before a marker stands white space then (PEP 508). */
  private static final Pattern ADDRESS = Pattern.compile("\\s*@\\s*\\S+(?:\\s+;(.*))?");

  /** Takes its own copy. */
  DistributionNeed {
    extras = Set.copyOf(extras);
  }

  /** The needs in the head of a {@code METADATA} or {@code PKG-INFO}. */
  static List<DistributionNeed> ofMetadata(List<String> lines) {
    List<DistributionNeed> needs = new ArrayList<>();
    for (String line : lines) {
      if (line.isEmpty()) {
        break;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith(HEADER)) {
        parse(line.substring(HEADER.length()), "").ifPresent(needs::add);
      }
    }
    return needs;
  }

  /**
   * The needs in a {@code requires.txt}, where those of an extra or under a marker stand below
   * {@code [extra:marker]}. Source: setuptools, "The Internal Structure of Python Eggs".
   */
  static List<DistributionNeed> ofRequires(List<String> lines) {
    List<DistributionNeed> needs = new ArrayList<>();
    String marker = "";
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("[") && text.endsWith("]")) {
        String section = text.substring(1, text.length() - 1);
        int colon = section.indexOf(':');
        String extra = colon < 0 ? section : section.substring(0, colon);
        String circumstance = colon < 0 ? "" : section.substring(colon + 1);
        marker = both(circumstance, extra.isEmpty() ? "" : "extra == '" + extra + "'");
      } else if (!text.isEmpty()) {
        parse(text, marker).ifPresent(needs::add);
      }
    }
    return needs;
  }

  private static Optional<DistributionNeed> parse(String text, String above) {
    Matcher matcher = NEED.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Set<String> extras = new TreeSet<>();
    if (matcher.group(2) != null) {
      for (String extra : matcher.group(2).split(",")) {
        extras.add(ProjectName.normal(extra.strip()));
      }
    }
    Matcher address = ADDRESS.matcher(text.substring(matcher.start(3)));
    String marker = address.matches() ? address.group(1) : matcher.group(4);
    return Optional.of(
        new DistributionNeed(
            ProjectName.normal(matcher.group(1)),
            extras,
            both(marker == null ? "" : marker.strip(), above)));
  }

  private static String both(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : "(" + one + ") and (" + other + ")";
  }
}
