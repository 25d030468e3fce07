package io.envsnap.agent.ecosystem.apt;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of accounts: one line each, fields between colons, the first of them the name (passwd(5),
 * group(5), shadow(5), subuid(5)). A later line of the same name is never looked at, as in libc.
 *
 * @param byName in the order of the file
 */
record AccountLines(Map<String, List<String>> byName) {
  /** No account at all. */
  static final AccountLines NONE = new AccountLines(Map.of());

  AccountLines {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** Reads lines of at least two fields. */
  static AccountLines parse(List<String> lines) {
    return parse(lines, 0);
  }

  /**
   * Reads lines.
   *
   * @param count of fields that a line must have, or 0 for any: what has another is skipped
   */
  static AccountLines parse(List<String> lines, int count) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (String line : lines) {
      List<String> fields = List.of(line.split(":", -1));
      if (fields.size() > 1 && (count == 0 || fields.size() == count) && isName(fields.get(0))) {
        byName.putIfAbsent(fields.get(0), fields);
      }
    }
    return new AccountLines(byName);
  }

  /** Reads a file; none at all where there is none. */
  static AccountLines parse(Optional<byte[]> file) {
    return parse(file.map(SystemFiles::lines).orElse(List.of()));
  }

  /** Whether it may name an account: what useradd(8) takes, and nothing that breaks a line. */
  static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}\\$?");
  }

  /** Those of the accounts that have one of these names. */
  AccountLines only(Collection<String> names) {
    Map<String, List<String>> kept = new LinkedHashMap<>(byName);
    kept.keySet().retainAll(names);
    return new AccountLines(kept);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** A field of an account; empty where account or field are missing. */
  String field(String name, int index) {
    List<String> fields = byName.getOrDefault(name, List.of());
    return index < fields.size() ? fields.get(index) : "";
  }

  /** A numeric field. */
  Optional<Integer> number(String name, int index) {
    String digits = field(name, index);
    return digits.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  /** The name whose field holds that number. */
  Optional<String> named(int number, int index) {
    return byName.keySet().stream()
        .filter(name -> number(name, index).filter(found -> found == number).isPresent())
        .findFirst();
  }

  /** The line of an account. */
  String line(String name) {
    return String.join(":", byName.getOrDefault(name, List.of()));
  }
}
