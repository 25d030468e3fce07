package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot tells of packages beyond the lockfile's entries.
 *
 * @param now stanzas at the end of the session
 * @param before stanzas of the base, for packages that it had
 * @param needs what needs what among packages of the session and of the base
 * @param base versions of base packages that the session's packages need
 * @param nativeArchitecture of the dpkg that was recorded; empty where the part is missing
 */
record RecordedPackages(
    DpkgStatus now,
    DpkgStatus before,
    Dependencies needs,
    Map<PackageId, String> base,
    String nativeArchitecture) {
  private static final String STATUS = "dpkg/status";
  private static final String STATUS_BEFORE = "dpkg/status.before";
  private static final String NATIVE = "dpkg/architecture";
  private static final String NEEDS = "dpkg/needs";
  private static final String BASE = "base/packages";

  /** Stands for whatever version the host has: its GPU driver is its own. */
  private static final String ANY = "*";

  RecordedPackages {
    base = Map.copyOf(base);
  }

  /** As parts of a snapshot. */
  Map<String, byte[]> parts() {
    Map<String, byte[]> parts = new TreeMap<>();
    parts.put(STATUS, now.bytes());
    parts.put(STATUS_BEFORE, before.bytes());
    parts.put(NATIVE, SystemFiles.bytes(List.of(nativeArchitecture)));
    parts.put(NEEDS, SystemFiles.bytes(needs.lines(needs.needs().keySet())));
    parts.put(BASE, SystemFiles.bytes(lines(base)));
    return parts;
  }

  /** One line for each: name, architecture and version. */
  static List<String> lines(Map<PackageId, String> versions) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(versions)
        .forEach(
            (id, version) ->
                lines.add(
                    id.name()
                        + " "
                        + id.architecture()
                        + " "
                        + (version.isEmpty() ? ANY : version)));
    return lines;
  }

  /** From the parts of a snapshot; whatever is missing is empty. */
  static RecordedPackages of(Map<String, byte[]> parts) {
    Map<PackageId, String> base = new HashMap<>();
    for (String line : lines(parts, BASE)) {
      String[] words = line.split(" ", -1);
      if (words.length == 3) {
        base.put(new PackageId(words[0], words[1]), words[2].equals(ANY) ? "" : words[2]);
      }
    }
    return new RecordedPackages(
        DpkgStatus.parse(parts.getOrDefault(STATUS, new byte[0])),
        DpkgStatus.parse(parts.getOrDefault(STATUS_BEFORE, new byte[0])),
        Dependencies.parse(lines(parts, NEEDS)),
        base,
        lines(parts, NATIVE).stream().findFirst().orElse(""));
  }

  private static List<String> lines(Map<String, byte[]> parts, String name) {
    return SystemFiles.lines(parts.getOrDefault(name, new byte[0]));
  }

  /**
   * What the session did to the package of an entry.
   *
   * @return empty when entry and snapshot do not fit together
   */
  Optional<PackageChange> change(Entry entry) {
    PackageId id = Keys.packageOf(entry.key());
    if (!id.isValid() || id.architecture().isEmpty()) {
      return Optional.empty();
    }
    Optional<Stanza> stanza = now.get(id);
    boolean manyAtOnce = stanza.filter(PackageState::isMultiArchSame).isPresent();
    Optional<Stanza> old =
        before
            .get(id)
            .or(
                () ->
                    manyAtOnce
                        ? Optional.empty()
                        : before.named(id.name()).stream().findFirst().flatMap(before::get));
    String state = entry.attribute(PackageEntries.STATE);
    boolean installed = state.isEmpty();
    PackageChange change =
        new PackageChange(id, stanza, old, entry.attribute(PackageEntries.REPLACED));
    boolean fits =
        installed
            ? change.isInstalled() && change.version().equals(entry.version())
            : !change.isInstalled();
    return fits ? Optional.of(change) : Optional.empty();
  }

  /** Versions of the session's packages that are not among these, and of the base's. */
  Map<PackageId, String> versionsBeside(Collection<PackageId> wanted) {
    SortedMap<PackageId, String> versions = new TreeMap<>(base);
    now.installed().forEach((id, stanza) -> versions.put(id, stanza.value("Version")));
    versions.keySet().removeAll(wanted);
    return versions;
  }
}
