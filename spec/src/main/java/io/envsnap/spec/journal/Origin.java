package io.envsnap.spec.journal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
 * @param attributes what else is known: {@code index}, {@code extras}, {@code commit}; {@code
 *     into}, the scopes that it went to, one a line; {@code size} in bytes; {@code download}, the
 *     address that a file of this machine was fetched from
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

  /** The scopes that it went to; empty where that is not known. */
  public List<String> into() {
    return attributes.getOrDefault("into", "").lines().toList();
  }

  /** How large its file is. */
  public OptionalLong size() {
    String digits = attributes.getOrDefault("size", "");
    return digits.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /** Where a file of this machine was fetched from, as far as anybody noted it. */
  public Optional<String> download() {
    return Optional.ofNullable(attributes.get("download"));
  }

  /** The same, with the address that its file was fetched from. */
  public Origin downloadedFrom(String address) {
    SortedMap<String, String> more = new TreeMap<>(attributes);
    more.put("download", address);
    return new Origin(name, version, url, sha256, more);
  }

  /** What of it describes an entry in a lockfile. */
  public SortedMap<String, String> described() {
    SortedMap<String, String> described = new TreeMap<>(attributes);
    described.keySet().retainAll(List.of("index", "extras"));
    return described;
  }
}
