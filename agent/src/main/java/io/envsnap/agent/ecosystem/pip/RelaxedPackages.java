package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Installs in another version what cannot be had in its recorded one. */
final class RelaxedPackages {
  private final InstallBench bench;
  private final PipTarget target;
  private final PythonCalls calls;

  RelaxedPackages(InstallBench bench, PipTarget target) {
    this.bench = bench;
    this.target = target;
    this.calls = new PythonCalls(bench, target);
  }

  /**
   * Resolves anew, with all that it needs, what was asked for; installs nothing.
   *
   * @return those of which no version can be had here, each with one clause
   */
  Map<EntryKey, String> resolve(List<PipRequirement> some) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    for (List<PipRequirement> group : byIndex(some)) {
      List<String> words = calls.pip(target.base(), "install", "--dry-run");
      words.addAll(List.of("-c", calls.constraints(texts(some)).toString()));
      failures.putAll(calls.install(words, asked(group), false, searching(group)));
    }
    return failures;
  }

  /**
   * Installs in whichever version is found with what each needs, at last also what others need.
   * Nothing comes from an index that the session did not search.
   *
   * @param some of these only what was asked for is installed for its own sake
   * @param exact what must keep its version, if that is possible at all
   */
  Map<EntryKey, String> install(List<PipRequirement> some, List<String> exact) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    List<String> all = new ArrayList<>(texts(some));
    all.addAll(exact);
    for (List<PipRequirement> group : byIndex(some)) {
      List<String> words = calls.pipInstall();
      words.remove("--no-deps");
      Map<String, String> places = searching(group);
      List<String> bound = new ArrayList<>(words);
      bound.addAll(List.of("-c", calls.constraints(all).toString()));
      // Never the recorded version: where that is offered, it is with other bytes.
      words.addAll(List.of("-c", calls.constraints(texts(some)).toString()));
      List<PipRequirement> asked = asked(group);
      boolean kept =
          asked.isEmpty() || calls.run(bound, calls.withoutDigests(asked), places).isEmpty();
      failures.putAll(kept ? Map.of() : calls.install(words, asked, false, places));
      Set<String> lacking = PipCheckText.lacking(check(), names(group));
      if (!lacking.isEmpty() && target.place() != PipTarget.Place.FOLDER) {
        // Whoever is there already keeps its version, and gets what it lacks.
        words.addAll(lacking);
        calls
            .run(words, places)
            .ifPresent(said -> bench.progress().warn("pip cannot mend " + lacking + ": " + said));
      }
    }
    return failures;
  }

  /** The indexes that the session had searched, where these are known. */
  private Map<String, String> searching(List<PipRequirement> group) {
    return group.get(0).indexes().isEmpty() ? Map.of() : calls.only(group.get(0).indexes());
  }

  private static Collection<List<PipRequirement>> byIndex(List<PipRequirement> some) {
    return some.stream().collect(Collectors.groupingBy(PipRequirement::indexes)).values();
  }

  private static List<PipRequirement> asked(List<PipRequirement> some) {
    return some.stream().filter(PipRequirement::requested).toList();
  }

  private static List<String> texts(List<PipRequirement> some) {
    return some.stream().map(PipRequirement::text).toList();
  }

  private static Set<String> names(List<PipRequirement> some) {
    return some.stream().map(one -> one.key().name()).collect(Collectors.toUnmodifiableSet());
  }

  private List<String> check() {
    List<String> words = calls.pip(target.python(), "check");
    words.remove("-q");
    return calls.lines(words);
  }
}
