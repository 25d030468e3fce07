package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which of the image's distributions that recorded ones stand on are others here. */
final class PythonBaseSkew {
  private final PlanContext context;
  private final InstalledDistributions installed;
  private final SortedMap<Moved, Set<EntryKey>> users = new TreeMap<>();

  /** One that is not as it was, of one interpreter of this machine. */
  private record Moved(String python, String name, String recorded, String here)
      implements Comparable<Moved> {
    @Override
    public int compareTo(Moved other) {
      return toString().compareTo(other.toString());
    }
  }

  /** An entry, and the interpreter of this machine that it comes back to. */
  private record Coming(Entry entry, PythonInterpreter python) {}

  PythonBaseSkew(Wanted wanted, PlanContext context, InstalledDistributions installed)
      throws IOException {
    this.context = context;
    this.installed = installed;
    PipTargets targets = new PipTargets(context.host(), wanted.base());
    Set<String> coming = new HashSet<>();
    List<Coming> all = new ArrayList<>();
    for (Entry entry : wanted.entries()) {
      Optional<PythonInterpreter> python = python(entry, targets);
      if (python.isPresent()) {
        all.add(new Coming(entry, python.get()));
        coming.add(python.get().path() + " " + entry.key().name());
      }
    }
    for (Coming one : all) {
      for (PipRequirement need : PipRequirement.ofBase(one.entry())) {
        if (!coming.contains(one.python().path() + " " + need.key().name())) {
          compare(one.entry().key(), need, one.python());
        }
      }
    }
  }

  private Optional<PythonInterpreter> python(Entry entry, PipTargets targets) {
    boolean packages =
        entry.key().kind().equals(PipEcosystem.PACKAGES) && entry.key().scope().startsWith("/");
    Optional<PipTarget> target = packages ? targets.of(entry) : Optional.empty();
    return context.host().pythons().stream()
        .filter(python -> target.isPresent() && python.path().value().equals(target.get().base()))
        .findFirst();
  }

  private void compare(EntryKey user, PipRequirement need, PythonInterpreter python)
      throws IOException {
    String here = "";
    for (TreePath site : python.siteFolders()) {
      List<Distribution> there = installed.named(site, need.key().name());
      here = here.isEmpty() && !there.isEmpty() ? there.get(0).version() : here;
    }
    String recorded = need.text().substring(need.text().indexOf("==") + 2);
    if (!here.equals(recorded)) {
      Moved moved = new Moved(python.path().value(), need.key().name(), recorded, here);
      users.computeIfAbsent(moved, key -> new TreeSet<>()).add(user);
    }
  }

  /** For people. */
  List<BaseChange> changes() {
    return users.keySet().stream().map(this::change).toList();
  }

  private BaseChange change(Moved moved) {
    List<String> names =
        users.getOrDefault(moved, Set.of()).stream()
            .map(EntryKey::name)
            .distinct()
            .sorted()
            .toList();
    return new BaseChange("pip " + moved.name(), moved.recorded(), moved.here(), names);
  }

  /**
   * Steps that give the interpreters the recorded versions, where that is asked for.
   *
   * @param coming entries that come back
   */
  List<RestoreStep> pins(Collection<EntryKey> coming) {
    if (!context.pinBase()) {
      return List.of();
    }
    Map<String, PinnedPackages> byPython = new LinkedHashMap<>();
    List<RestoreStep> steps = new ArrayList<>();
    users.forEach(
        (moved, keys) -> {
          Optional<PipTarget> target = usual(moved.python());
          if (target.isEmpty() || isProtected(moved.name())) {
            return;
          }
          for (EntryKey key : keys) {
            if (coming.contains(key)) {
              PinnedPackages pins =
                  byPython.computeIfAbsent(
                      moved.python(), python -> new PinnedPackages(target.get()));
              pins.add(moved.name(), moved.recorded());
              steps.add(new RestoreStep.Pin(key, change(moved), target.get().site(), pins));
            }
          }
        });
    return steps;
  }

  private Optional<PipTarget> usual(String path) {
    return context.host().pythons().stream()
        .filter(python -> python.path().value().equals(path))
        .findFirst()
        .flatMap(PipTargets::usual);
  }

  private boolean isProtected(String name) {
    return !context.host().image().isEmpty() && NotebookPackages.NAMES.contains(name);
  }
}
