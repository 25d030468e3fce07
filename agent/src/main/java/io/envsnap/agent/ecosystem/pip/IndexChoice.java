package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which of several indexes a distribution without a digest comes from, where nobody
 * recorded which it was. A namesake in another index is whoever registered it first, so none is
 * taken on the chance that it is the right one: all must answer, and what they have must be the
 * same file.
 */
final class IndexChoice {
  private final InstallBench bench;
  private final PythonCalls calls;

  IndexChoice(InstallBench bench, PythonCalls calls) {
    this.bench = bench;
    this.calls = calls;
  }

  /**
   * The requirements, those of several indexes narrowed to one.
   *
   * @param failures takes in those for which none can be chosen
   */
  List<PipRequirement> choose(List<PipRequirement> some, Map<EntryKey, String> failures)
      throws IOException {
    List<PipRequirement> chosen = new ArrayList<>();
    for (PipRequirement one : some) {
      if (!one.isByName() || one.indexes().size() < 2) {
        chosen.add(one);
        continue;
      }
      Map<String, IndexAnswer> answers = new LinkedHashMap<>();
      for (String index : one.indexes()) {
        answers.put(index, calls.ask(one, index, Files.createTempDirectory(bench.folder(), "ask")));
      }
      Optional<String> problem = problem(answers);
      problem.ifPresent(why -> failures.put(one.key(), why));
      chosen.add(problem.isPresent() ? one : one.from(having(answers).get(0)));
    }
    return chosen;
  }

  private static List<String> having(Map<String, IndexAnswer> answers) {
    return answers.entrySet().stream()
        .filter(answer -> !answer.getValue().files().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Why none of them can be trusted for it; empty when one can. */
  static Optional<String> problem(Map<String, IndexAnswer> answers) {
    for (Map.Entry<String, IndexAnswer> answer : answers.entrySet()) {
      if (!answer.getValue().silence().isEmpty()) {
        return Optional.of(
            "`"
                + answer.getKey()
                + "`, one of its indexes, cannot be asked ("
                + answer.getValue().silence()
                + "), and what another one calls so may be somebody else's");
      }
    }
    List<String> having = having(answers);
    if (having.isEmpty()) {
      return Optional.of("none of its " + answers.size() + " indexes has it");
    }
    long kinds = having.stream().map(answers::get).distinct().count();
    return kinds > 1
        ? Optional.of(
            "`"
                + String.join("` and `", having)
                + "` each have one of that name, which differ, and nobody recorded which it was")
        : Optional.empty();
  }
}
