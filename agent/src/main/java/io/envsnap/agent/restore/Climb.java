package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks an ecosystem for the higher rungs where files alone will not do: of what it refuses on rung
 * 2, or of everything where there is no snapshot.
 */
final class Climb {
  private static final int UPSTREAM = 4;

  private final Ecosystem ecosystem;
  private final PlanContext context;
  private final Wanted wanted;

  Climb(Ecosystem ecosystem, PlanContext context, Wanted wanted) {
    this.ecosystem = ecosystem;
    this.context = context;
    this.wanted = wanted;
  }

  /** By files, and by installers where that is refused. */
  EcosystemPlan plan() throws EcosystemException {
    EcosystemPlan files = ecosystem.plan(wanted, context);
    Map<EntryKey, RestoreStep.Refuse> refused = new LinkedHashMap<>();
    for (RestoreStep step : files.steps()) {
      if (step instanceof RestoreStep.Refuse refuse && refuse.rung() >= UPSTREAM) {
        refused.putIfAbsent(refuse.entry(), refuse);
      }
    }
    if (refused.isEmpty()) {
      return files;
    }
    Map<EntryKey, String> reasons = new HashMap<>();
    refused.forEach((key, refuse) -> reasons.put(key, refuse.reason()));
    EcosystemPlan more = ecosystem.planInstall(only(refused.keySet()), context);
    // Why files will not do is what a person has to know where nothing else will do either.
    List<RestoreStep> answers =
        more.steps().stream().filter(step -> !(step instanceof RestoreStep.Refuse)).toList();
    Set<EntryKey> answered = new HashSet<>();
    answers.forEach(step -> answered.add(step.entry()));
    List<RestoreStep> steps = new ArrayList<>();
    for (RestoreStep step : files.steps()) {
      if (!answered.contains(step.entry())) {
        steps.add(step);
      }
    }
    answers.forEach(step -> steps.add(because(step, reasons)));
    List<TreePath> locks = new ArrayList<>(files.locks());
    locks.addAll(more.locks());
    return new EcosystemPlan(steps, locks, files.baseChanges());
  }

  /**
   * By installers only.
   *
   * @param missing why there is no snapshot, as one clause
   */
  EcosystemPlan planWithout(String missing) throws EcosystemException {
    EcosystemPlan plan = ecosystem.planInstall(wanted, context);
    Set<EntryKey> answered = new HashSet<>();
    plan.steps().forEach(step -> answered.add(step.entry()));
    Map<EntryKey, String> reasons = new HashMap<>();
    List<RestoreStep> steps = new ArrayList<>();
    for (Entry entry : wanted.entries()) {
      reasons.put(entry.key(), missing);
      if (!answered.contains(entry.key())) {
        steps.add(
            new RestoreStep.Refuse(
                entry.key(), UPSTREAM, "only a snapshot has its content, and " + missing));
      }
    }
    plan.steps().forEach(step -> steps.add(because(step, reasons)));
    return new EcosystemPlan(steps, plan.locks(), plan.baseChanges());
  }

  /** What is done says why nothing simpler is. */
  private static RestoreStep because(RestoreStep step, Map<EntryKey, String> reasons) {
    return step instanceof RestoreStep.Install install
        ? new RestoreStep.Install(
            install.entry(),
            install.rung(),
            reasons.get(install.entry()) + ": " + install.reason(),
            install.installer())
        : step;
  }

  private Wanted only(Set<EntryKey> keys) {
    return new Wanted(
        wanted.entries().stream().filter(entry -> keys.contains(entry.key())).toList(),
        wanted.nodes(),
        wanted.parts(),
        wanted.base(),
        wanted.recorded());
  }
}
