package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.BaseChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which packages of the base that recorded ones stand on are others here. */
final class BaseSkew {
  private final DpkgStatus here;
  private final SortedMap<PackageId, Set<String>> users = new TreeMap<>();
  private final Map<PackageId, String> versions;

  /** Of those that shall be installed. */
  BaseSkew(Collection<PackageChange> wanted, RecordedPackages recorded, DpkgStatus here) {
    this.here = here;
    Set<PackageId> coming = new TreeSet<>();
    wanted.forEach(change -> coming.add(change.id()));
    this.versions = recorded.versionsBeside(coming);
    for (PackageChange change : wanted) {
      if (change.isInstalled()) {
        for (PackageId need : recorded.needs().closure(List.of(change.id()))) {
          if (!coming.contains(need) && isOther(need)) {
            users.computeIfAbsent(need, key -> new TreeSet<>()).add(change.id().name());
          }
        }
      }
    }
  }

  /** Whether the version here is not the recorded one; one that nobody recorded may be any. */
  private boolean isOther(PackageId id) {
    String version = versions.getOrDefault(id, "");
    return !version.isEmpty() && !version.equals(version(id));
  }

  private String version(PackageId id) {
    Optional<Stanza> installed = here.installed(id);
    return installed.map(stanza -> stanza.value("Version")).orElse("");
  }

  /** For people. */
  List<BaseChange> changes() {
    List<BaseChange> changes = new ArrayList<>();
    users.forEach(
        (id, names) ->
            changes.add(
                new BaseChange(
                    "apt " + id, versions.getOrDefault(id, ""), version(id), List.copyOf(names))));
    return changes;
  }

  /** Recorded versions by package. */
  SortedMap<PackageId, String> recordedVersions() {
    SortedMap<PackageId, String> moved = new TreeMap<>();
    users.keySet().forEach(id -> moved.put(id, versions.getOrDefault(id, "")));
    return moved;
  }
}
