package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Installs distributions into one place: fetched and built as wheels first, then installed without
 * looking anywhere else. What one of them asks for is no matter: all that was there is named.
 */
final class PipInstaller implements Installer {
  private final PipTarget target;
  private final Optional<EntryKey> environment;
  private List<PipRequirement> requirements;
  private final Map<EntryKey, RebuiltWheel> wheels = new TreeMap<>();
  private final List<EntryKey> along = new ArrayList<>();
  private final Set<EntryKey> lost = new HashSet<>();
  private final List<PipRequirement> relaxed = new ArrayList<>();

  PipInstaller(
      PipTarget target, Optional<EntryKey> environment, List<PipRequirement> requirements) {
    this.target = target;
    this.environment = environment;
    this.requirements = List.copyOf(requirements);
  }

  /** The wheel of a requirement is made of the snapshot. */
  void add(EntryKey key, RebuiltWheel wheel) {
    wheels.put(key, wheel);
  }

  /**
   * What comes with one of them by itself, such as the notes that a build leaves in its sources.
   */
  void add(EntryKey key) {
    along.add(key);
  }

  /** All entries that it brings. */
  List<EntryKey> keys() {
    List<EntryKey> keys = new ArrayList<>(along);
    environment.ifPresent(keys::add);
    requirements.forEach(requirement -> keys.add(requirement.key()));
    return keys;
  }

  @Override
  public Prepared prepare(InstallBench bench) throws IOException {
    PythonPrograms programs = new PythonPrograms(bench, target);
    Map<EntryKey, String> failures = new TreeMap<>();
    for (Map.Entry<EntryKey, RebuiltWheel> one : wheels.entrySet()) {
      programs
          .build(one.getKey(), one.getValue())
          .ifPresent(why -> failures.put(one.getKey(), why));
    }
    requirements =
        new IndexChoice(bench, new PythonCalls(bench, target)).choose(requirements, failures);
    for (boolean hashed : List.of(true, false)) {
      List<PipRequirement> some =
          requirements.stream()
              .filter(one -> one.kind() != PipRequirement.Kind.EDITABLE)
              .filter(one -> one.kind() != PipRequirement.Kind.REBUILT)
              .filter(one -> !failures.containsKey(one.key()))
              .filter(one -> one.sha256().isEmpty() != hashed)
              .toList();
      failures.putAll(programs.fetch(some));
    }
    lost.addAll(failures.keySet());
    return new Prepared(
        failures, bench.relax() ? relax(new RelaxedPackages(bench, target), failures) : Map.of());
  }

  /** What an index has in no usable version stays a failure. */
  private Map<EntryKey, String> relax(RelaxedPackages programs, Map<EntryKey, String> failures)
      throws IOException {
    List<PipRequirement> some =
        requirements.stream()
            .filter(one -> lost.contains(one.key()) && one.isRelaxable())
            .map(PipRequirement::otherVersion)
            .toList();
    Set<EntryKey> none = programs.resolve(some).keySet();
    Map<EntryKey, String> why = new TreeMap<>();
    for (PipRequirement one : some) {
      if (!none.contains(one.key())) {
        relaxed.add(one);
        why.put(one.key(), Objects.requireNonNull(failures.remove(one.key())));
      }
    }
    return why;
  }

  @Override
  public Map<EntryKey, String> install(InstallBench bench) throws IOException {
    PythonPrograms programs = new PythonPrograms(bench, target);
    Map<EntryKey, String> failures = new TreeMap<>();
    CutPip.note(bench.folder(), target.site());
    if (target.environment().isPresent()
        && !Files.exists(Path.of(target.python()), LinkOption.NOFOLLOW_LINKS)) {
      CutPip.noteEnvironment(bench.folder(), target.environment().get());
      Optional<String> problem = programs.makeEnvironment();
      CutPip.environmentIsMade(bench.folder());
      if (problem.isPresent()) {
        keys().forEach(key -> failures.put(key, problem.get()));
        return failures;
      }
    }
    failures.putAll(programs.installRebuilt(those(PipRequirement.Kind.REBUILT)));
    failures.putAll(programs.install(those(PipRequirement.Kind.INDEX)));
    for (PipRequirement direct : those(PipRequirement.Kind.DIRECT)) {
      failures.putAll(programs.installDirect(direct));
    }
    if (!relaxed.isEmpty()) {
      List<String> exact =
          requirements.stream()
              .filter(one -> one.isRelaxable() && !lost.contains(one.key()))
              .map(PipRequirement::text)
              .toList();
      failures.putAll(new RelaxedPackages(bench, target).install(relaxed, exact));
    }
    for (PipRequirement editable : those(PipRequirement.Kind.EDITABLE)) {
      if (Files.isDirectory(Path.of(editable.text()))) {
        failures.putAll(programs.installEditable(editable));
      } else {
        failures.put(editable.key(), "its sources are not at `" + editable.text() + "`");
      }
    }
    return failures;
  }

  private List<PipRequirement> those(PipRequirement.Kind kind) {
    return requirements.stream()
        .filter(one -> one.kind() == kind && !lost.contains(one.key()))
        .toList();
  }
}
