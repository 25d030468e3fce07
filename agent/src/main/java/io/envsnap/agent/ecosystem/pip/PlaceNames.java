package io.envsnap.agent.ecosystem.pip;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names the files of each place that distributions were installed in, as PEP 751 wants them. */
final class PlaceNames {
  /** Begins the place that is an interpreter. */
  static final String INTERPRETER = "interpreter ";

  private PlaceNames() {}

  /**
   * By place the word between {@code pylock.} and {@code .toml}, which may have no dot; empty for
   * the first interpreter, or for the only place.
   */
  static Map<String, String> of(Collection<String> places) {
    String main =
        places.stream()
            .filter(place -> place.startsWith(INTERPRETER))
            .findFirst()
            .or(() -> places.size() == 1 ? places.stream().findFirst() : Optional.empty())
            .orElse("");
    Map<String, String> names = new LinkedHashMap<>();
    for (String place : places) {
      String plain =
          place.equals(main)
              ? ""
              : place.substring(place.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_-]", "-");
      String name = plain;
      for (int more = 2; names.containsValue(name); more++) {
        name = plain + "-" + more;
      }
      names.put(place, name);
    }
    return names;
  }
}
