package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the distributions whose files belong elsewhere on this machine, and which pip shall
 * install from wheels made of the snapshot (rung 3): another prefix, or another Python where they
 * hold no machine code.
 */
final class PipRebuilding {
  private static final int ARTIFACT = 3;
  private static final int RELAXED = 5;
  private static final String PURE = "-none-any";

  private final Wanted wanted;
  private final PlanContext context;
  private final InstalledDistributions installed;
  private final PipTargets targets;
  private final Map<PipTarget, List<PipRequirement>> requirements = new LinkedHashMap<>();
  private final Map<EntryKey, RebuiltWheel> wheels = new HashMap<>();
  private final Map<EntryKey, String> reasons = new HashMap<>();
  private final List<RestoreStep> steps = new ArrayList<>();

  PipRebuilding(Wanted wanted, PlanContext context, InstalledDistributions installed) {
    this.installed = installed;
    this.wanted = wanted;
    this.context = context;
    this.targets = new PipTargets(context.host(), wanted.base());
  }

  /** Takes an entry that is refused as files, if its wheel can be made and used here. */
  boolean take(Entry entry, RestoreStep.Refuse refusal) throws IOException {
    boolean packages = entry.key().kind().equals(PipEcosystem.PACKAGES);
    boolean usable = refusal.rung() == ARTIFACT || entry.attribute("tag").endsWith(PURE);
    if (!packages || !usable || !entry.attribute("state").isEmpty()) {
      return false;
    }
    Optional<PipTarget> target = targets.of(entry);
    Optional<PipRequirement> requirement = PipRequirement.rebuilt(entry);
    Optional<RebuiltWheel> wheel =
        RebuiltWheel.of(TreePath.of(entry.key().scope()), wanted.nodesOf(entry.key()));
    if (target.isEmpty() || requirement.isEmpty() || wheel.isEmpty()) {
      return false;
    }
    List<Distribution> here = installed.named(target.get().site(), entry.key().name());
    if (here.stream().anyMatch(one -> one.version().equals(entry.version()))) {
      steps.add(new RestoreStep.Present(entry.key()));
      return true;
    }
    Optional<String> outgrown = OutgrownPip.reason(entry, target.get().site());
    if (outgrown.isPresent()) {
      steps.add(new RestoreStep.Refuse(entry.key(), RELAXED, outgrown.get()));
      return true;
    }
    if (!here.isEmpty()
        && !context.host().image().isEmpty()
        && NotebookPackages.NAMES.contains(entry.key().name())) {
      return false;
    }
    if (!here.isEmpty()) {
      new LeftWanting(wanted, context, installed).warn(entry, target.get().site(), here);
    }
    requirements.computeIfAbsent(target.get(), key -> new ArrayList<>()).add(requirement.get());
    wheels.put(entry.key(), wheel.get());
    reasons.put(entry.key(), refusal.reason());
    return true;
  }

  /** The steps of all that were taken. */
  List<RestoreStep> steps() {
    requirements.forEach(
        (target, some) -> {
          PipInstaller installer = new PipInstaller(target, Optional.empty(), some);
          for (PipRequirement one : some) {
            Optional.ofNullable(wheels.get(one.key()))
                .ifPresent(wheel -> installer.add(one.key(), wheel));
            steps.add(
                new RestoreStep.Install(
                    one.key(),
                    ARTIFACT,
                    reasons.get(one.key()) + ": its wheel is rebuilt from the snapshot",
                    installer));
          }
        });
    return List.copyOf(steps);
  }
}
