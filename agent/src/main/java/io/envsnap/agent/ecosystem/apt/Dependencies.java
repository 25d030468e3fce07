package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which installed packages meet the dependencies of which.
 *
 * @param needs by package, those that meet its {@code Depends} and {@code Pre-Depends}
 */
record Dependencies(Map<PackageId, Set<PackageId>> needs) {
  Dependencies {
    Map<PackageId, Set<PackageId>> sorted = new TreeMap<>();
    needs.forEach((id, met) -> sorted.put(id, new TreeSet<>(met)));
    needs = sorted;
  }

  /**
   * As the packages of a machine meet them, also those that dpkg was cut off on: who needs one of
   * these must not come back without it.
   */
  static Dependencies of(DpkgStatus status) {
    Map<String, Set<PackageId>> providers = new HashMap<>();
    Map<PackageId, Stanza> installed = new HashMap<>(status.installed());
    status.unfinished().forEach(id -> installed.put(id, status.stanzas().get(id)));
    installed.forEach(
        (id, stanza) -> {
          provide(providers, id.name(), id);
          for (Relations.Relation provided : Relations.all(stanza.value("Provides"))) {
            provide(providers, provided.name(), id);
          }
        });
    Map<PackageId, Set<PackageId>> needs = new HashMap<>();
    installed.forEach((id, stanza) -> needs.put(id, met(id, stanza, providers)));
    return new Dependencies(needs);
  }

  private static Set<PackageId> met(
      PackageId id, Stanza stanza, Map<String, Set<PackageId>> providers) {
    Set<PackageId> met = new LinkedHashSet<>();
    for (String field : List.of("Pre-Depends", "Depends")) {
      for (Relations.Relation relation : Relations.all(stanza.value(field))) {
        met.addAll(matching(id, providers.getOrDefault(relation.name(), Set.of())));
      }
    }
    met.remove(id);
    return met;
  }

  private static void provide(Map<String, Set<PackageId>> providers, String name, PackageId id) {
    providers.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(id);
  }

  /** An i386 library needs the i386 libc6, where there is one, and not amd64's. */
  private static Collection<PackageId> matching(PackageId id, Set<PackageId> candidates) {
    List<PackageId> own =
        candidates.stream()
            .filter(
                c -> c.architecture().equals(id.architecture()) || c.architecture().equals("all"))
            .toList();
    return own.isEmpty() ? candidates : own;
  }

  /** Everything that these packages need, directly or not, and they themselves. */
  Set<PackageId> closure(Collection<PackageId> roots) {
    Set<PackageId> reached = new TreeSet<>(roots);
    Deque<PackageId> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (PackageId need : needs.getOrDefault(open.pop(), Set.of())) {
        if (reached.add(need)) {
          open.push(need);
        }
      }
    }
    return reached;
  }

  /** One line for each of these packages: it and, after a space each, what it needs. */
  List<String> lines(Collection<PackageId> wanted) {
    return new TreeSet<>(wanted)
        .stream()
            .map(
                id -> {
                  StringBuilder line = new StringBuilder(id.toString());
                  needs.getOrDefault(id, Set.of()).forEach(n -> line.append(' ').append(n));
                  return line.toString();
                })
            .toList();
  }

  /** Reads {@link #lines} again; what is no package is skipped. */
  static Dependencies parse(List<String> lines) {
    Map<PackageId, Set<PackageId>> needs = new HashMap<>();
    for (String line : lines) {
      List<String> words = List.of(line.split(" ", -1));
      PackageId.parse(words.get(0))
          .ifPresent(
              id -> {
                Set<PackageId> met = new LinkedHashSet<>();
                words.stream().skip(1).forEach(word -> PackageId.parse(word).ifPresent(met::add));
                needs.put(id, met);
              });
    }
    return new Dependencies(needs);
  }
}
