package io.envsnap.spec.journal;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where something that a command installed came from, as the command itself planned it: true only
 * when the machine has it.
 *
 * @param name as the ecosystem names it
 * @param version exact version
 * @param url where its file was fetched, without credentials; empty where unknown
 * @param sha256 digest of that file in hexadecimal; empty where unknown
 * @param attributes what else is known, such as {@code index}
 */
public record Origin(
    String name, String version, String url, String sha256, SortedMap<String, String> attributes) {
  private static final int FIXED = 4;

  static Origin of(JournalLine line) {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = FIXED; i + 1 < line.fields().size(); i += 2) {
      attributes.put(line.field(i), line.field(i + 1));
    }
    return new Origin(line.field(0), line.field(1), line.field(2), line.field(3), attributes);
  }
}
