package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides how the recorded packages, and what goes with them, come back on one machine. */
final class AptPlanner {
  private static final int ARTIFACT = 3;
  private static final int UPSTREAM = 4;

  private final Wanted wanted;
  private final PlanContext context;
  private final RecordedPackages recorded;
  private final List<RestoreStep> steps = new ArrayList<>();
  private final Set<TreePath> locks = new LinkedHashSet<>();

  AptPlanner(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.context = context;
    this.recorded = RecordedPackages.of(wanted.parts());
  }

  EcosystemPlan plan() throws IOException {
    Optional<DpkgDatabase> database = DpkgDatabase.read(context.tree());
    Optional<String> obstacle = obstacle(database);
    if (obstacle.isPresent() || database.isEmpty()) {
      String reason = obstacle.orElse("this machine has no dpkg");
      int rung = database.isEmpty() ? UPSTREAM : ARTIFACT;
      for (Entry entry : wanted.entries()) {
        steps.add(new RestoreStep.Refuse(entry.key(), rung, reason));
      }
      return new EcosystemPlan(steps, List.of());
    }
    plan(database.get());
    return new EcosystemPlan(steps, List.copyOf(locks));
  }

  private Optional<String> obstacle(Optional<DpkgDatabase> database) {
    if (database.isEmpty()) {
      return Optional.of("this machine has no dpkg");
    }
    if (database.get().interrupted()) {
      return Optional.of("dpkg was interrupted here; run `dpkg --configure -a` first");
    }
    String here = database.get().nativeArchitecture();
    boolean foreign =
        !recorded.nativeArchitecture().isEmpty() && !recorded.nativeArchitecture().equals(here);
    return foreign
        ? Optional.of("this machine is " + here + " and was " + recorded.nativeArchitecture())
        : Optional.empty();
  }

  private void plan(DpkgDatabase database) throws IOException {
    Map<PackageId, PackageChange> changes = new TreeMap<>();
    for (Entry entry : entries(Keys.PACKAGES)) {
      Optional<PackageChange> change = recorded.change(entry);
      if (change.isPresent()) {
        changes.put(change.get().id(), change.get());
      } else {
        refuse(entry.key(), UPSTREAM, "the snapshot does not hold its dpkg record");
      }
    }
    PackageSteps packages = new PackageSteps(wanted, context, database, changes);
    Map<PackageId, String> refusals =
        new Eligibility(
                changes,
                recorded.needs(),
                recorded.versionsBeside(changes.keySet()),
                database.status())
            .refusals(packages.fileClashes());
    refusals.forEach((id, reason) -> refuse(Keys.of(id), ARTIFACT, reason));
    changes.keySet().removeAll(refusals.keySet());
    steps.addAll(packages.steps(changes.keySet()));
    others();
    accounts();
    status(changes);
  }

  private void refuse(EntryKey key, int rung, String reason) {
    steps.add(new RestoreStep.Refuse(key, rung, reason));
  }

  private List<Entry> entries(String kind) {
    return wanted.entries().stream().filter(entry -> entry.key().kind().equals(kind)).toList();
  }

  /** What comes back by its files alone, whatever it is. */
  private void others() throws IOException {
    OwnChanges own = new OwnChanges(context.tree(), context.baseline());
    for (Entry entry : wanted.entries()) {
      boolean plain =
          !entry.key().kind().equals(Keys.PACKAGES) && !wanted.nodesOf(entry.key()).isEmpty();
      if (plain) {
        List<TreePath> keep = new ArrayList<>();
        for (var node : wanted.nodesOf(entry.key())) {
          if (own.isOwn(node)) {
            keep.add(node.node().path());
          }
        }
        steps.add(new RestoreStep.Place(entry.key(), keep));
      }
    }
  }

  private void accounts() throws IOException {
    Optional<EntryKey> sake = entries(Keys.ACCOUNTS).stream().map(Entry::key).findFirst();
    if (sake.isPresent()) {
      List<RestoreStep> merges = new AccountSteps(wanted, context.tree(), sake.get()).steps();
      steps.addAll(merges);
      if (!merges.isEmpty()) {
        // lckpwdf(3): whoever rewrites passwd or group holds it.
        locks.add(TreePath.of("/etc/.pwd.lock"));
      }
    }
  }

  private void status(Map<PackageId, PackageChange> changes) {
    Map<PackageId, Boolean> holds = new TreeMap<>();
    for (Entry entry : entries(Keys.HOLDS)) {
      holds.put(Keys.packageOf(entry.key()), entry.attribute(PackageEntries.HOLD).equals("true"));
    }
    Optional<EntryKey> sake =
        changes.keySet().stream()
            .map(Keys::of)
            .findFirst()
            .or(() -> entries(Keys.HOLDS).stream().map(Entry::key).findFirst());
    sake.ifPresent(
        key -> {
          locks.add(SystemFiles.LOCK_FRONTEND);
          locks.add(SystemFiles.LOCK);
          steps.add(
              Databases.merge(
                  key, SystemFiles.STATUS, new StatusMerge(List.copyOf(changes.values()), holds)));
        });
  }
}
