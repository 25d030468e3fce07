package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes down the packages of a session, and what a restore has to know of them. */
final class PackageFindings {
  private final CaptureContext context;
  private final DpkgDatabase database;
  private final SessionPackages session;
  private final Dependencies needs;
  private final Set<PackageId> drivers;
  private final Archives archives;

  /**
   * With all that is known.
   *
   * @param drivers packages of the host's GPU driver, which stay the host's
   * @param archives which have looked for the session's packages
   */
  PackageFindings(
      CaptureContext context,
      DpkgDatabase database,
      SessionPackages session,
      Dependencies needs,
      Set<PackageId> drivers,
      Archives archives) {
    this.context = context;
    this.database = database;
    this.session = session;
    this.needs = needs;
    this.drivers = Set.copyOf(drivers);
    this.archives = archives;
  }

  void into(Findings findings) throws IOException {
    ExtendedStates states =
        ExtendedStates.parse(
            SystemFiles.read(context.tree(), SystemFiles.EXTENDED_STATES).orElse(new byte[0]));
    String own = database.nativeArchitecture();
    for (PackageChange change : session.changes().values()) {
      boolean requested = !states.isAutomatic(change.id(), own);
      TreeMap<String, String> more = new TreeMap<>();
      String edited = edited(change);
      if (!edited.isEmpty()) {
        more.put(PackageEntries.EDITED, edited);
      }
      archives.origin(change).ifPresent(origin -> more.put(PackageEntries.SOURCE, origin));
      findings.entry(PackageEntries.of(change, requested, archives.of(change), more));
    }
    session.holds().forEach((id, hold) -> findings.entry(PackageEntries.hold(id, hold)));
    if (findings.isClaimedBy(Keys.SCRIPTS)) {
      findings.ensureEntry(Keys.SCRIPTS);
    }
    for (CacheFiles cache : CacheFiles.values()) {
      if (findings.isClaimedBy(cache.key())) {
        findings.ensureEntry(cache.key());
      }
    }
    if (!session.changes().isEmpty()) {
      recorded().parts().forEach(findings::part);
      findings.part(
          UnrecordedFolders.PART,
          UnrecordedFolders.describe(
              context.tree(), database, session.changes().keySet(), context.changes()::touched));
    }
  }

  /** Configuration files that are not what the package shipped, so that no archive has them. */
  private String edited(PackageChange change) throws IOException {
    if (!change.isInstalled()) {
      return "";
    }
    Map<TreePath, String> shipped = database.conffiles(change.now().orElseThrow());
    List<String> edited = new ArrayList<>();
    for (TreePath path : shipped.keySet()) {
      if (OwnChanges.isEdited(context.tree(), path, shipped)) {
        edited.add(path.value().replaceAll("\\p{Cntrl}", "?"));
      }
    }
    return String.join(" ", edited);
  }

  private RecordedPackages recorded() {
    Map<PackageId, Stanza> now = new TreeMap<>();
    Map<PackageId, Stanza> before = new TreeMap<>();
    for (PackageChange change : session.changes().values()) {
      change.now().ifPresent(stanza -> now.put(change.id(), stanza));
      change.before().ifPresent(stanza -> before.put(DpkgStatus.idOf(stanza), stanza));
    }
    Collection<PackageId> installed =
        session.changes().values().stream()
            .filter(PackageChange::isInstalled)
            .map(PackageChange::id)
            .toList();
    Set<PackageId> reached = new TreeSet<>(needs.closure(installed));
    Map<PackageId, Set<PackageId>> edges = new HashMap<>(needs.needs());
    edges.keySet().retainAll(reached);
    Map<PackageId, String> base = new TreeMap<>();
    for (PackageId id : reached) {
      if (!session.changes().containsKey(id)) {
        String version = database.status().version(id);
        base.put(id, drivers.contains(id) || DriverPackages.contains(id) ? "" : version);
      }
    }
    return new RecordedPackages(
        new DpkgStatus(now),
        new DpkgStatus(before),
        new Dependencies(edges),
        base,
        database.nativeArchitecture());
  }
}
