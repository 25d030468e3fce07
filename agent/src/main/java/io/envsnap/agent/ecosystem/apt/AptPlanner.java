package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.MachineNotReadyException;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides how the recorded packages, and what goes with them, come back on one machine. */
final class AptPlanner {
  private static final int ARTIFACT = 3;
  private static final int UPSTREAM = 4;

  /** lckpwdf(3): whoever rewrites passwd or group holds it. */
  private static final TreePath ACCOUNT_LOCK = TreePath.of("/etc/.pwd.lock");

  private final Wanted wanted;
  private final PlanContext context;
  private final RecordedPackages recorded;
  private final List<RestoreStep> steps = new ArrayList<>();
  private final Set<EntryKey> refused = new TreeSet<>();
  private final Set<TreePath> locks = new LinkedHashSet<>();
  private final List<BaseChange> baseChanges = new ArrayList<>();

  /** Packages that are here as they were recorded, on a base that has moved. */
  private final Map<PackageId, PackageChange> standing = new TreeMap<>();

  /** Packages that apt installs after everything else. */
  private final Set<PackageId> rebuilt = new TreeSet<>();

  AptPlanner(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.context = context;
    this.recorded = RecordedPackages.of(wanted.parts());
  }

  EcosystemPlan plan() throws IOException, MachineNotReadyException {
    Optional<DpkgDatabase> database = DpkgDatabase.read(context.tree());
    if (database.filter(DpkgDatabase::interrupted).isPresent()) {
      throw new MachineNotReadyException(
          "dpkg was interrupted on this machine, so its packages can't be restored now",
          "Run `dpkg --configure -a` and restore again; `--only` restores the rest without it");
    }
    Optional<String> obstacle = obstacle(database);
    if (obstacle.isPresent()) {
      int rung = database.isEmpty() ? UPSTREAM : ARTIFACT;
      wanted.entries().forEach(entry -> refuse(entry.key(), rung, obstacle.get()));
    } else {
      plan(database.orElseThrow());
    }
    return new EcosystemPlan(steps, List.copyOf(locks), baseChanges);
  }

  private Optional<String> obstacle(Optional<DpkgDatabase> database) {
    if (database.isEmpty()) {
      return Optional.of("this machine has no dpkg");
    }
    String here = database.get().nativeArchitecture();
    boolean foreign =
        !recorded.nativeArchitecture().isEmpty() && !recorded.nativeArchitecture().equals(here);
    return foreign
        ? Optional.of("this machine is " + here + " and was " + recorded.nativeArchitecture())
        : Optional.empty();
  }

  private void refuse(EntryKey key, int rung, String reason) {
    refused.add(key);
    steps.add(new RestoreStep.Refuse(key, rung, reason));
  }

  private void plan(DpkgDatabase database) throws IOException {
    Map<PackageId, PackageChange> changes = packages(database);
    Set<TreePath> coming = comingPaths();
    Presence presence = new Presence(context.tree(), coming);
    others(presence);
    accounts();
    if (!changes.isEmpty()) {
      steps.addAll(new FinishSteps(wanted, context.tree(), presence).steps(changes.keySet()));
      byte[] folders = wanted.part(UnrecordedFolders.PART).orElse(new byte[0]);
      steps.addAll(UnrecordedFolders.steps(context.tree(), folders, changes.keySet()));
    }
    Map<PackageId, PackageChange> here = new TreeMap<>(changes);
    here.putAll(standing);
    Optional<EntryKey> sake = sake(here);
    DatabaseSteps databases =
        new DatabaseSteps(wanted, context, fates(here), accountNames(), presence::isThere);
    if (sake.isPresent() || !rebuilt.isEmpty()) {
      locks.addAll(List.of(SystemFiles.LOCK_FRONTEND, SystemFiles.LOCK));
    }
    if (sake.isPresent()) {
      steps.addAll(databases.steps(sake.get()));
      status(sake.get(), here);
    }
    for (PackageId id : rebuilt) {
      steps.addAll(databases.answers(Keys.of(id)));
    }
  }

  /** Plans the packages; gives those that come back by their files. */
  private Map<PackageId, PackageChange> packages(DpkgDatabase database) throws IOException {
    Map<PackageId, PackageChange> changes = new TreeMap<>();
    for (Entry entry : entries(Keys.PACKAGES)) {
      Optional<PackageChange> change = recorded.change(entry);
      if (change.isPresent()) {
        changes.put(change.get().id(), change.get());
      } else {
        refuse(entry.key(), UPSTREAM, "the snapshot does not hold its dpkg record");
      }
    }
    RecordDelta diversions = RecordDelta.of(SharedFile.DIVERSIONS, wanted.parts());
    PackageSteps packages = new PackageSteps(wanted, context, database, changes, diversions);
    Map<PackageId, String> clashes = packages.fileClashes();
    for (PackageChange change : changes.values()) {
      OwnHold.against(change, database.status())
          .ifPresent(reason -> clashes.put(change.id(), reason));
    }
    Map<PackageId, String> refusals =
        new Eligibility(
                changes,
                recorded.needs(),
                recorded.versionsBeside(changes.keySet()),
                database.status())
            .refusals(clashes);
    BaseSkew skew =
        new BaseSkew(
            changes.values().stream().filter(change -> !isThere(change, database)).toList(),
            recorded,
            database.status());
    baseChanges.addAll(skew.changes());
    Map<PackageId, String> moved = skew.recordedVersions();
    Rebuilding rebuilding = new Rebuilding(wanted, context.tree(), database, clashes.keySet());
    for (PackageChange change : changes.values()) {
      String reason = refusals.getOrDefault(change.id(), "");
      if (reason.isEmpty()) {
        continue;
      }
      if (rebuilding.isThere(change)) {
        standing.put(change.id(), change);
      } else if (!rebuilding.take(change, reason)) {
        refuse(Keys.of(change.id()), ARTIFACT, reason);
      }
    }
    changes.keySet().removeAll(refusals.keySet());
    rebuilt.addAll(rebuilding.taken());
    steps.addAll(rebuilding.steps(changes.values(), context.pinBase() ? moved : Map.of()));
    steps.addAll(packages.steps(changes.keySet()));
    for (PackageChange change : standing.values()) {
      steps.add(packages.notes(change));
    }
    return changes;
  }

  private static boolean isThere(PackageChange change, DpkgDatabase here) {
    return StatusMerge.relation(change, here.status()) == StatusMerge.Relation.SAME;
  }

  /** Every path that the restore will write, but for what is installed afterwards. */
  private Set<TreePath> comingPaths() {
    Set<TreePath> coming = new TreeSet<>();
    Set<EntryKey> later = new TreeSet<>(refused);
    rebuilt.forEach(id -> later.add(Keys.of(id)));
    for (Entry entry : wanted.entries()) {
      if (!later.contains(entry.key())) {
        for (ClaimedNode node : wanted.nodesOf(entry.key())) {
          coming.add(node.node().path());
        }
      }
    }
    return coming;
  }

  private List<Entry> entries(String kind) {
    return wanted.entries().stream().filter(entry -> entry.key().kind().equals(kind)).toList();
  }

  private boolean isParked(Entry entry) throws IOException {
    Optional<AptConfigFile> file = AptConfigFile.of(entry).filter(one -> one.problem().isPresent());
    if (file.isEmpty() || context.tree().status(file.get().path()).isPresent()) {
      return false;
    }
    refused.add(entry.key());
    steps.add(parked(file.get(), 2));
    return true;
  }

  /** A source that would keep apt from reading any other. */
  static RestoreStep.Refuse parked(AptConfigFile file, int rung) {
    return new RestoreStep.Refuse(
        file.key(),
        rung,
        "apt would read no source at all, because " + file.problem().orElse("it is malformed"));
  }

  /** What is neither a package nor an account. */
  private void others(Presence presence) throws IOException {
    OwnChanges own = new OwnChanges(context.tree(), context.baseline());
    FinishSteps finish = new FinishSteps(wanted, context.tree(), presence);
    AlternativeSteps alternatives = new AlternativeSteps(wanted, context, presence::isThere);
    for (Entry entry : wanted.entries()) {
      EntryKey key = entry.key();
      Optional<CacheFiles> cache = CacheFiles.of(key);
      if (isParked(entry)) {
        continue;
      }
      if (cache.isPresent()) {
        steps.addAll(finish.cache(key, cache.get(), own));
      } else if (key.kind().equals(Keys.ALTERNATIVES)) {
        steps.addAll(alternatives.steps(entry));
      } else if (!key.kind().equals(Keys.PACKAGES) && !wanted.nodesOf(key).isEmpty()) {
        List<TreePath> keep = new ArrayList<>();
        for (ClaimedNode node : wanted.nodesOf(key)) {
          if (own.isOwn(node)) {
            keep.add(node.node().path());
          }
        }
        steps.add(new RestoreStep.Place(key, keep));
      }
    }
  }

  private void accounts() throws IOException {
    Optional<EntryKey> account = entries(Keys.ACCOUNTS).stream().map(Entry::key).findFirst();
    if (account.isPresent()) {
      List<RestoreStep> merges = new AccountSteps(wanted, context.tree(), account.get()).steps();
      steps.addAll(merges);
      if (!merges.isEmpty()) {
        locks.add(ACCOUNT_LOCK);
      }
    }
  }

  /** An entry that comes back for certain, for whose sake shared files are merged. */
  private Optional<EntryKey> sake(Map<PackageId, PackageChange> changes) {
    Optional<EntryKey> shared =
        wanted.entries().stream()
            .map(Entry::key)
            .filter(key -> key.equals(Keys.SCRIPTS) || Keys.ABOUT_DATABASES.contains(key.kind()))
            .filter(key -> !refused.contains(key))
            .findFirst();
    return changes.keySet().stream().map(Keys::of).findFirst().or(() -> shared);
  }

  private Set<String> accountNames() {
    Set<String> names = new TreeSet<>();
    if (!entries(Keys.ACCOUNTS).isEmpty()) {
      names.addAll(RecordedAccounts.of(wanted.parts()).names());
    }
    return names;
  }

  private void status(EntryKey sake, Map<PackageId, PackageChange> changes) {
    Map<PackageId, Boolean> holds = new TreeMap<>();
    for (Entry entry : entries(Keys.HOLDS)) {
      boolean hold = entry.attribute(PackageEntries.HOLD).equals("true");
      holds.put(Keys.packageOf(entry.key()), hold);
    }
    StatusMerge status = new StatusMerge(List.copyOf(changes.values()), holds);
    steps.add(Databases.merge(sake, SystemFiles.STATUS, status));
  }

  private DatabaseSteps.Packages fates(Map<PackageId, PackageChange> changes) {
    Set<String> absent = new TreeSet<>();
    recorded.now().stanzas().keySet().forEach(id -> absent.add(id.name()));
    recorded.before().stanzas().keySet().forEach(id -> absent.add(id.name()));
    changes.keySet().forEach(id -> absent.remove(id.name()));
    Set<String> removed = new TreeSet<>();
    Set<String> purged = new TreeSet<>();
    Set<String> installed = new TreeSet<>();
    for (PackageChange change : changes.values()) {
      if (change.isInstalled()) {
        installed.add(change.id().name());
      } else {
        removed.add(change.id().name());
      }
      if (!change.isInstalled() && !change.isConfigFiles()) {
        purged.add(change.id().name());
      }
    }
    // One architecture's instance may leave while another's stays.
    removed.removeAll(installed);
    purged.removeAll(installed);
    return new DatabaseSteps.Packages(absent, removed, purged);
  }
}
