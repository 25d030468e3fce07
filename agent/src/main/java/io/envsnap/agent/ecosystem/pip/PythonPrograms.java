package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Fetches and installs distributions by uv where it is there and can do it, else by pip. */
final class PythonPrograms {
  private final InstallBench bench;
  private final PipTarget target;
  private final PythonCalls calls;

  PythonPrograms(InstallBench bench, PipTarget target) {
    this.bench = bench;
    this.target = target;
    this.calls = new PythonCalls(bench, target);
  }

  /** Fetches these, and builds what is no wheel; what fails is tried again by itself. */
  Map<EntryKey, String> fetch(List<PipRequirement> some) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    // uv clones a repository a second time from its own cache, by a protocol that is not allowed.
    failures.putAll(fetch(some.stream().filter(PythonPrograms::isDirect).toList(), pipFetch()));
    for (List<PipRequirement> group :
        byPlace(some.stream().filter(one -> !isDirect(one)).toList())) {
      failures.putAll(fetch(group, calls.hasUv() ? uvFetch() : pipFetch()));
    }
    return failures;
  }

  /** What an index is trusted for by its name is asked of that one alone. */
  private static Collection<List<PipRequirement>> byPlace(List<PipRequirement> some) {
    return some.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.sha256().isEmpty() ? one.indexes() : List.of("by digest"),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  /** Variables that say where to search for these, which belong together. */
  private Map<String, String> places(List<PipRequirement> some) {
    return some.stream().allMatch(PipRequirement::isByName)
        ? calls.only(some.get(0).indexes())
        : Map.of();
  }

  private static boolean isDirect(PipRequirement one) {
    return one.kind() == PipRequirement.Kind.DIRECT;
  }

  private Map<EntryKey, String> fetch(List<PipRequirement> some, List<String> words)
      throws IOException {
    if (some.isEmpty()) {
      return Map.of();
    }
    Map<String, String> places = places(some);
    if (calls.run(words, calls.file(some), places).isEmpty()) {
      return Map.of();
    }
    Map<EntryKey, String> failures = new TreeMap<>();
    Optional<String> unreachable = Optional.empty();
    for (PipRequirement one : some) {
      if (unreachable.isPresent()) {
        failures.put(one.key(), unreachable.get());
        continue;
      }
      Optional<String> problem = calls.run(words, calls.file(List.of(one)), places);
      unreachable = problem.filter(PythonCalls.UNREACHABLE::equals);
      if (problem.isPresent() && unreachable.isEmpty() && one.kind() == PipRequirement.Kind.INDEX) {
        // An old sdist may build with what the machine has, though not with what is newest.
        List<String> here = new ArrayList<>(words);
        here.add("--no-build-isolation");
        problem =
            calls.run(here, calls.file(List.of(one)), places).isEmpty()
                ? Optional.empty()
                : problem;
      }
      problem.ifPresent(said -> failures.put(one.key(), said));
    }
    return failures;
  }

  private List<String> pipFetch() {
    return calls.pip(
        target.base(),
        "wheel",
        "--no-deps",
        "--wheel-dir",
        bench.folder().resolve("wheels").toString());
  }

  private List<String> uvFetch() {
    List<String> words = calls.uv(target.base());
    words.addAll(List.of("--target", bench.folder().resolve("unpacked").toString()));
    return words;
  }

  /** Makes the virtual environment; gives what went wrong. */
  Optional<String> makeEnvironment() {
    String folder = target.environment().orElseThrow().value();
    return calls.run(List.of(target.base(), "-m", "venv", folder));
  }

  /** Makes a wheel of the snapshot; gives what went wrong. */
  Optional<String> build(EntryKey key, RebuiltWheel wheel) throws IOException {
    Path work = Files.createTempDirectory(bench.folder(), "build");
    Path wheels = Files.createDirectories(bench.folder().resolve("wheels"));
    try {
      wheel.make(bench.content(), work, wheels);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("its wheel cannot be made again: " + e.getMessage());
    }
  }

  /** Installs what was fetched from indexes. */
  Map<EntryKey, String> install(List<PipRequirement> some) throws IOException {
    if (calls.hasUv()) {
      List<String> words = calls.uv(target.python());
      words.add("--offline");
      Map<EntryKey, String> failures = new TreeMap<>();
      for (List<PipRequirement> group : byPlace(some)) {
        failures.putAll(calls.install(words, group, true, places(group)));
      }
      return failures;
    }
    return installRebuilt(some);
  }

  /** Installs wheels that lie in the bench's folder. */
  Map<EntryKey, String> installRebuilt(List<PipRequirement> some) throws IOException {
    List<String> words = calls.hasUv() ? calls.uv(target.python()) : calls.pipInstall();
    words.addAll(
        List.of("--no-index", "--find-links", bench.folder().resolve("wheels").toString()));
    return calls.install(words, some, false, Map.of());
  }

  /** Installs from an address of its own, which it remembers; its wheel is in the cache. */
  Map<EntryKey, String> installDirect(PipRequirement one) throws IOException {
    return calls
        .run(calls.pipInstall(), calls.file(List.of(one)), Map.of())
        .map(said -> Map.of(one.key(), said))
        .orElse(Map.of());
  }

  /** Installs sources that stay where they lie. */
  Map<EntryKey, String> installEditable(PipRequirement one) {
    List<String> words = calls.pipInstall();
    words.addAll(List.of("-e", one.text()));
    Optional<String> problem = calls.run(words);
    if (problem.isPresent()) {
      words.add("--no-build-isolation");
      problem = calls.run(words).isEmpty() ? Optional.empty() : problem;
    }
    return problem.map(said -> Map.of(one.key(), said)).orElse(Map.of());
  }
}
