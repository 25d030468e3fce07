package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * dpkg's status database: each package that it knows, in the order of the file.
 *
 * @param stanzas by package, verbatim
 */
record DpkgStatus(Map<PackageId, Stanza> stanzas) {
  /** No package at all. */
  static final DpkgStatus EMPTY = new DpkgStatus(Map.of());

  DpkgStatus {
    stanzas = Collections.unmodifiableMap(new LinkedHashMap<>(stanzas));
  }

  static DpkgStatus parse(byte[] status) {
    return replay(status, List.of());
  }

  /**
   * The state that dpkg itself would see: the status file with the journal of a run that has not
   * ended, or was cut off, on top of it.
   *
   * @param updates the files of {@code /var/lib/dpkg/updates}, by their number
   */
  static DpkgStatus replay(byte[] status, List<byte[]> updates) {
    Map<PackageId, Stanza> stanzas = new LinkedHashMap<>();
    Stanza.parse(status).forEach(stanza -> stanzas.put(idOf(stanza), stanza));
    for (byte[] update : updates) {
      for (Stanza stanza : Stanza.parse(update)) {
        PackageId id = idOf(stanza);
        stanzas.put(id, stanza);
      }
    }
    stanzas.remove(new PackageId("", ""));
    return new DpkgStatus(stanzas);
  }

  static PackageId idOf(Stanza stanza) {
    return new PackageId(stanza.value("Package"), stanza.value("Architecture"));
  }

  byte[] bytes() {
    return Stanza.join(stanzas.values());
  }

  Optional<Stanza> get(PackageId id) {
    return Optional.ofNullable(stanzas.get(id));
  }

  /** The stanza of a package that is fully installed. */
  Optional<Stanza> installed(PackageId id) {
    return get(id).filter(stanza -> PackageState.of(stanza).isInstalled());
  }

  /** Every fully installed package. */
  Map<PackageId, Stanza> installed() {
    return those(PackageState::isInstalled);
  }

  /** The version in a package's stanza; empty where it has none. */
  String version(PackageId id) {
    return get(id).map(stanza -> stanza.value("Version")).orElse("");
  }

  /** Packages that dpkg was working on when it was cut off. */
  Set<PackageId> unfinished() {
    return those(PackageState::isUnfinished).keySet();
  }

  private Map<PackageId, Stanza> those(Predicate<PackageState> wanted) {
    Map<PackageId, Stanza> those = new LinkedHashMap<>(stanzas);
    those.values().removeIf(stanza -> !wanted.test(PackageState.of(stanza)));
    return those;
  }

  /** All instances of that name, whatever their architecture. */
  List<PackageId> named(String name) {
    return stanzas.keySet().stream().filter(id -> id.name().equals(name)).toList();
  }

  /**
   * The same database with other stanzas; a new one goes before the first of a greater name, which
   * is where dpkg would write it.
   */
  DpkgStatus with(Collection<Stanza> changed, Collection<PackageId> gone) {
    Map<PackageId, Stanza> merged = new LinkedHashMap<>(stanzas);
    gone.forEach(merged::remove);
    List<Map.Entry<PackageId, Stanza>> fresh = new ArrayList<>();
    for (Stanza stanza : changed) {
      PackageId id = idOf(stanza);
      if (merged.replace(id, stanza) == null) {
        fresh.add(Map.entry(id, stanza));
      }
    }
    fresh.sort(Map.Entry.comparingByKey());
    return new DpkgStatus(interleave(merged, fresh));
  }

  private static Map<PackageId, Stanza> interleave(
      Map<PackageId, Stanza> present, List<Map.Entry<PackageId, Stanza>> fresh) {
    Map<PackageId, Stanza> all = new LinkedHashMap<>();
    int next = 0;
    for (Map.Entry<PackageId, Stanza> entry : present.entrySet()) {
      while (next < fresh.size() && fresh.get(next).getKey().compareTo(entry.getKey()) < 0) {
        all.put(fresh.get(next).getKey(), fresh.get(next).getValue());
        next++;
      }
      all.put(entry.getKey(), entry.getValue());
    }
    for (Map.Entry<PackageId, Stanza> entry : fresh.subList(next, fresh.size())) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }
}
