package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Describes what one session did with dpkg and apt. */
final class AptCapture {
  private final CaptureContext context;
  private final HostTree tree;
  private final Baseline baseline;
  private final ZoneId zone;
  private final List<TreePath> baselineFiles;
  private final Findings findings;

  /**
   * Describes one machine.
   *
   * @param zone in which its logs are told
   * @param baselineFiles what a taken baseline keeps for apt
   */
  AptCapture(CaptureContext context, ZoneId zone, List<TreePath> baselineFiles) {
    this.context = context;
    this.tree = context.tree();
    this.baseline = context.baseline();
    this.zone = zone;
    this.baselineFiles = List.copyOf(baselineFiles);
    this.findings = new Findings(context.changes(), context.claimed());
  }

  Capture capture() throws IOException {
    Optional<DpkgDatabase> database = DpkgDatabase.read(tree);
    if (database.isEmpty()) {
      return Capture.NOTHING;
    }
    describe(database.get());
    return findings.capture();
  }

  private void describe(DpkgDatabase database) throws IOException {
    absorbShared();
    List<String> steps = LogFiles.lines(tree, LogFiles.DPKG);
    long start = baseline.sessionStart().seconds();
    DpkgLog inUtc =
        zoneWasSet() ? DpkgLog.parse(steps, ZoneOffset.UTC).onwards(start) : new DpkgLog(List.of());
    boolean moved = !inUtc.steps().isEmpty();
    DpkgLog log = moved ? inUtc : DpkgLog.parse(steps, zone).since(start);
    SessionPackages found = packages(database, log);
    Dependencies needs = Dependencies.of(database.status());
    Set<PackageId> own = ownPackages(found, needs);
    Set<PackageId> drivers = drivers(found);
    Set<PackageId> aside = new TreeSet<>(own);
    aside.addAll(drivers);
    SessionPackages session = found.without(aside);
    leaveAside(database, aside, found);
    tell(session);
    Transactions transactions =
        Transactions.of(
            log, LogFiles.lines(tree, LogFiles.APT_HISTORY), moved ? ZoneOffset.UTC : zone);
    try (Meanwhile<Archives, RuntimeException> archives =
        Meanwhile.begin(
            RuntimeException.class,
            () -> Archives.find(tree, context.commands(), session.changes().values()))) {
      claim(database, session, aside);
      new ScriptedPaths(database, context, transactions, own).claim(findings);
      new PackageFindings(context, database, session, needs, drivers, archives.get())
          .into(findings);
    }
    new AccountFindings(context, database, session).into(findings);
    findings.part(ImageAnswers.PART, fingerprint(database, found));
  }

  /** What the session's packages brought, and what is set for all packages together. */
  private void claim(DpkgDatabase database, SessionPackages session, Set<PackageId> aside)
      throws IOException {
    new ShippedPaths(database, context.changes(), findings).claim(session.changes().keySet());
    for (PackageChange change : session.changes().values()) {
      if (change.before().isPresent()) {
        deletedConffiles(change, database.conffiles(change.before().get()).keySet());
      }
    }
    new SourceFindings(context).into(findings);
    List<String> alternatives = LogFiles.lines(tree, LogFiles.ALTERNATIVES);
    LogZone local = LogZone.of(tree, zone, baseline.sessionStart().seconds());
    new AlternativeFindings(
            context,
            database.realPaths(),
            AlternativesLog.parse(alternatives, local).since(baseline.sessionStart().seconds()))
        .into(findings);
    new SharedFindings(context, database, session, aside, baselineFiles).into(findings);
  }

  /**
   * Logs tell local time without its zone. A session that set another zone told its first steps in
   * the image's, which is UTC.
   */
  private boolean zoneWasSet() {
    return SystemFiles.ZONE.stream().anyMatch(context.changes()::touched);
  }

  private void absorbShared() {
    for (TreePath path : context.changes().changed().keySet()) {
      if (SharedState.holds(path)) {
        findings.absorb(path);
      }
    }
    for (TreePath path : context.changes().deleted()) {
      if (SharedState.holds(path)) {
        findings.absorb(path);
      }
    }
  }

  private SessionPackages packages(DpkgDatabase database, DpkgLog log) throws IOException {
    Set<PackageId> rewritten = rewritten(database);
    if (baseline.taken()) {
      DpkgStatus before =
          baseline.file(SystemFiles.STATUS).map(DpkgStatus::parse).orElse(DpkgStatus.EMPTY);
      return SessionPackages.since(before, database.status(), rewritten);
    }
    return SessionPackages.inferred(
        database.status(), rewritten, log, context.changes().touched(SystemFiles.STATUS));
  }

  /**
   * Packages whose list of files was written since the session began. dpkg writes it anew, so its
   * modification time tells that apart from a mere {@code chmod}.
   */
  private Set<PackageId> rewritten(DpkgDatabase database) {
    Set<PackageId> rewritten = new HashSet<>();
    for (PackageId id : database.status().stanzas().keySet()) {
      FileStatus status = context.changes().status(database.listFile(id)).orElse(null);
      if (status != null && status.mtime().compareTo(baseline.sessionStart()) > 0) {
        rewritten.add(id);
      }
    }
    return rewritten;
  }

  /** What the launcher installed for envsnap, unless something of the session needs it as well. */
  private Set<PackageId> ownPackages(SessionPackages found, Dependencies needs) {
    Set<PackageId> own = new TreeSet<>();
    context.launcher().packages().forEach(text -> PackageId.parse(text).ifPresent(own::add));
    List<PackageId> others =
        found.changes().values().stream()
            .filter(PackageChange::isInstalled)
            .map(PackageChange::id)
            .filter(id -> !own.contains(id))
            .toList();
    own.removeAll(needs.closure(others));
    return own;
  }

  private static Set<PackageId> drivers(SessionPackages found) {
    Set<PackageId> drivers = new TreeSet<>(found.changes().keySet());
    drivers.removeIf(id -> !DriverPackages.contains(id));
    return drivers;
  }

  private void leaveAside(DpkgDatabase database, Set<PackageId> aside, SessionPackages found)
      throws IOException {
    for (PackageId id : aside) {
      absorbAll(database, id);
      if (DriverPackages.contains(id) && found.changes().containsKey(id)) {
        findings.leaveOut(
            new LeftOut(
                database.listFile(id).value(),
                0,
                "package `" + id + "` is of the host's GPU driver",
                ""));
      }
    }
    for (PackageId id : found.unfinished()) {
      absorbAll(database, id);
      findings.leaveOut(
          new LeftOut(
              database.listFile(id).value(), 0, "package `" + id + "` is not fully installed", ""));
    }
  }

  /** dpkg deletes conffiles only with the whole package; else a person did. */
  private void deletedConffiles(PackageChange change, Set<TreePath> conffiles) {
    boolean stays = change.isInstalled() || change.isConfigFiles();
    for (TreePath path : conffiles) {
      boolean deleted = context.changes().deleted().contains(path);
      if (deleted && stays) {
        findings.claim(path, Claim.content(Keys.of(change.id())));
      } else if (deleted) {
        findings.absorb(path);
      }
    }
  }

  private void absorbAll(DpkgDatabase database, PackageId id) throws IOException {
    database.infoFiles(id).forEach(findings::absorb);
    for (TreePath path : database.listed(id)) {
      findings.absorb(path);
    }
  }

  private void tell(SessionPackages session) {
    for (PackageId id : session.unfinished()) {
      context
          .progress()
          .warn(
              "Package `"
                  + id
                  + "` is not fully installed and is not recorded; "
                  + "run `dpkg --configure -a` and `apt-get -f install`, then record again");
    }
  }

  /** All packages that the session did not touch: which image this is. */
  private static byte[] fingerprint(DpkgDatabase database, SessionPackages found) {
    Map<PackageId, String> untouched = new TreeMap<>();
    for (PackageId id : database.status().installed().keySet()) {
      if (!found.changes().containsKey(id)) {
        untouched.put(id, database.status().version(id));
      }
    }
    return SystemFiles.bytes(RecordedPackages.lines(new HashMap<>(untouched)));
  }
}
