package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides how distributions come back from indexes, addresses and repositories (rung 4). */
final class PipUpstream {
  private static final int UPSTREAM = 4;
  private static final String MARK = "pyvenv.cfg";

  private final Wanted wanted;
  private final PlanContext context;
  private final PipTargets targets;
  private final InstalledDistributions installed;
  private final List<RestoreStep> steps = new ArrayList<>();
  private final Map<PipTarget, List<PipRequirement>> requirements = new LinkedHashMap<>();
  private final Map<PipTarget, EntryKey> environments = new LinkedHashMap<>();
  private final Map<EntryKey, String> reasons = new LinkedHashMap<>();
  private final Map<String, EntryKey> sources = new LinkedHashMap<>();

  PipUpstream(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.context = context;
    this.targets = new PipTargets(context.host(), wanted.base());
    this.installed = new InstalledDistributions(context.tree());
  }

  EcosystemPlan plan() throws IOException {
    for (Entry entry : wanted.entries()) {
      if (entry.key().kind().equals(PipEcosystem.ENVIRONMENTS)) {
        environment(entry);
      }
    }
    for (Entry entry : wanted.entries()) {
      if (entry.key().kind().equals(PipEcosystem.PACKAGES) && entry.key().scope().startsWith("/")) {
        distribution(entry);
      }
    }
    alongWithSources();
    requirements.forEach(
        (target, some) -> {
          if (some.isEmpty() && !environments.containsKey(target)) {
            return;
          }
          PipInstaller installer =
              new PipInstaller(target, Optional.ofNullable(environments.get(target)), some);
          for (PipRequirement one : some) {
            Optional.ofNullable(sources.get(one.text() + " " + one.key().name()))
                .ifPresent(installer::add);
          }
          installer
              .keys()
              .forEach(
                  key ->
                      steps.add(
                          new RestoreStep.Install(
                              key, UPSTREAM, reasons.getOrDefault(key, ""), installer)));
        });
    PythonBaseSkew skew = new PythonBaseSkew(wanted, context, installed);
    steps.addAll(skew.pins(EcosystemPlan.coming(steps)));
    return new EcosystemPlan(steps, List.of(), skew.changes());
  }

  /** An old build leaves its notes in its sources, where they look like another distribution. */
  private void alongWithSources() {
    Map<String, EntryKey> notes = new LinkedHashMap<>();
    Set<String> editables = editables();
    requirements
        .values()
        .forEach(
            some ->
                some.removeIf(
                    one -> {
                      String place = one.key().scope() + " " + one.key().name();
                      boolean note =
                          one.kind() == PipRequirement.Kind.INDEX && editables.contains(place);
                      if (note) {
                        notes.put(place, one.key());
                      }
                      return note;
                    }));
    sources.putAll(notes);
  }

  private Set<String> editables() {
    Set<String> places = new HashSet<>();
    requirements
        .values()
        .forEach(
            some ->
                some.stream()
                    .filter(one -> one.kind() == PipRequirement.Kind.EDITABLE)
                    .forEach(one -> places.add(one.text() + " " + one.key().name())));
    return places;
  }

  private void environment(Entry entry) throws IOException {
    TreePath folder = TreePath.of(entry.key().name());
    String minor = PythonInterpreter.minor(entry.version());
    if (context.tree().status(folder.child(MARK)).isPresent()) {
      steps.add(new RestoreStep.Present(entry.key()));
      return;
    }
    Optional<PythonInterpreter> python = targets.forEnvironment(entry.attribute("python"), minor);
    if (python.isEmpty()) {
      steps.add(refuse(entry, "it needs Python " + minor + ", which this machine lacks"));
      return;
    }
    PipTarget target =
        new PipTarget(
            python.get().path().value(),
            Optional.of(folder),
            PipTarget.Place.USUAL,
            folder
                .child("lib")
                .child("python" + PythonInterpreter.minor(python.get().version()))
                .child("site-packages"));
    environments.put(target, entry.key());
    reasons.put(entry.key(), "made anew by `" + python.get().path() + " -m venv`");
    requirements.computeIfAbsent(target, key -> new ArrayList<>());
  }

  private void distribution(Entry entry) throws IOException {
    Optional<PipTarget> found = targets.of(entry);
    if (entry.attribute("state").equals("removed")) {
      removed(entry, found);
      return;
    }
    if (found.isEmpty()) {
      steps.add(refuse(entry, "no Python of this machine looks into a folder like its own"));
      return;
    }
    PipTarget target = found.get();
    List<Distribution> here = installed.named(target.site(), entry.key().name());
    if (here.stream().anyMatch(one -> one.version().equals(entry.version()))) {
      steps.add(new RestoreStep.Present(entry.key()));
      return;
    }
    Optional<String> outgrown = OutgrownPip.reason(entry, target.site());
    if (outgrown.isPresent()) {
      steps.add(refuse(entry, outgrown.get()));
      return;
    }
    if (!here.isEmpty() && isProtected(entry)) {
      steps.add(
          refuse(
              entry,
              "the notebook itself runs on "
                  + here.get(0).name()
                  + " "
                  + here.get(0).version()
                  + ", which is kept"));
      return;
    }
    boolean sameTags = target.site().value().equals(entry.key().scope()) && isSameMachine();
    Optional<PipRequirement> requirement = PipRequirement.of(entry, sameTags);
    if (requirement.isEmpty()) {
      String direct = entry.attribute("direct");
      steps.add(
          refuse(
              entry,
              direct.isEmpty()
                  ? "its name or version is none that pip could be told"
                  : "it was installed from `" + direct + "`, which only that machine had"));
      return;
    }
    if (!here.isEmpty()) {
      new LeftWanting(wanted, context, installed).warn(entry, target.site(), here);
    }
    reasons.put(entry.key(), from(entry, requirement.get()));
    requirements.computeIfAbsent(target, key -> new ArrayList<>()).add(requirement.get());
  }

  /** What the session uninstalled is uninstalled here too. */
  private void removed(Entry entry, Optional<PipTarget> target) throws IOException {
    if (target.isEmpty() || installed.named(target.get().site(), entry.key().name()).isEmpty()) {
      steps.add(new RestoreStep.Present(entry.key()));
    } else if (!isProtected(entry)) {
      steps.addAll(new PipPlanner(wanted, context).removal(entry));
    }
  }

  private static String from(Entry entry, PipRequirement requirement) {
    return switch (requirement.kind()) {
      case REBUILT -> "from the snapshot";
      case EDITABLE -> "installed again from its sources in `" + requirement.text() + "`";
      case DIRECT -> "from `" + entry.attribute("direct") + "`";
      case INDEX ->
          requirement.indexes().isEmpty()
              ? "from the package index"
              : "from `" + requirement.indexes().get(0) + "`";
    };
  }

  private boolean isProtected(Entry entry) {
    return !context.host().image().isEmpty() && NotebookPackages.NAMES.contains(entry.key().name());
  }

  private boolean isSameMachine() {
    return wanted.base().architecture().isEmpty()
        || wanted.base().architecture().equals(context.host().architecture());
  }

  private static RestoreStep.Refuse refuse(Entry entry, String reason) {
    return new RestoreStep.Refuse(entry.key(), UPSTREAM, reason);
  }
}
