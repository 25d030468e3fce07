package io.envsnap.agent.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Programs at work that no hook tells of, or only when they get far enough. */
final class UntoldPrograms {
  /** Programs by their names, and as what the journal knows them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "apt", "apt",
          "apt-get", "apt",
          "aptitude", "apt",
          "uv", "uv",
          "conda", "conda",
          "mamba", "conda",
          "micromamba", "conda");

  /** Words of commands that change nothing. */
  private static final Set<String> LOOKS_ONLY =
      Set.of(
          "list",
          "search",
          "show",
          "policy",
          "depends",
          "rdepends",
          "showsrc",
          "madison",
          "check",
          "indextargets",
          "changelog",
          "--print-uris",
          "-s",
          "--simulate",
          "--dry-run",
          "--version",
          "-v",
          "--help",
          "-h",
          "help",
          "info",
          "version",
          "config",
          "freeze",
          "tree");

  private UntoldPrograms() {}

  /**
   * One at work.
   *
   * @param by as what the journal knows it
   * @param process it
   */
  record AtWork(String by, ProcessFacts process) {}

  /** All that are at work now and may change something, without those that another one started. */
  static List<AtWork> now() throws IOException {
    List<ProcessFacts> all = ProcessFacts.all();
    Map<Long, String> kinds = new HashMap<>();
    all.forEach(process -> kinds.put(process.pid(), NAMES.getOrDefault(process.name(), "")));
    List<AtWork> found = new ArrayList<>();
    for (ProcessFacts process : all) {
      String by = kinds.getOrDefault(process.pid(), "");
      boolean inner = !kinds.getOrDefault(process.parent(), "").isEmpty();
      if (!by.isEmpty() && !inner && process.words().stream().noneMatch(LOOKS_ONLY::contains)) {
        found.add(new AtWork(by, process));
      }
    }
    return found;
  }
}
