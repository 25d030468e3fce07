package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that a package or the administrator moved out of the way of all other packages
 * (dpkg-divert(1)); {@code /var/lib/dpkg/diversions} holds three lines for each.
 *
 * @param byPath by the path as packages name it
 */
record Diversions(Map<String, Diversion> byPath) {
  /** The package that stands for the administrator. */
  static final String LOCAL = ":";

  Diversions {
    byPath = Map.copyOf(byPath);
  }

  /**
   * One diversion.
   *
   * @param from the path as packages name it
   * @param to where everybody else's file lies instead
   * @param owner name of the package whose own file stays at {@code from}, or {@link #LOCAL}
   */
  record Diversion(String from, String to, String owner) {}

  static Diversions parse(List<String> lines) {
    Map<String, Diversion> byPath = new HashMap<>();
    for (Diversion diversion : list(lines)) {
      byPath.put(diversion.from(), diversion);
    }
    return new Diversions(byPath);
  }

  private static List<Diversion> list(List<String> lines) {
    List<Diversion> all = new ArrayList<>();
    for (int i = 0; i + 2 < lines.size(); i += 3) {
      all.add(new Diversion(lines.get(i), lines.get(i + 1), lines.get(i + 2)));
    }
    return all;
  }

  /** Where a path that this package ships really lies. */
  String placeOf(String path, String packageName) {
    return Optional.ofNullable(byPath.get(path))
        .filter(diversion -> !diversion.owner().equals(packageName))
        .map(Diversion::to)
        .orElse(path);
  }
}
