package io.envsnap.agent.watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Programs at work that install things: a save waits for them, and the journal hears of some. */
final class Installers {
  /** Programs by their names, and as what the journal knows them. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("apt", "apt"),
          Map.entry("apt-get", "apt"),
          Map.entry("aptitude", "apt"),
          Map.entry("dpkg", "dpkg"),
          Map.entry("uv", "uv"),
          Map.entry("pip", "pip"),
          Map.entry("pip3", "pip"),
          Map.entry("conda", "conda"),
          Map.entry("mamba", "conda"),
          Map.entry("micromamba", "conda"));

  /** What is told by no hook of its own, or only when it gets far enough. */
  private static final Set<String> UNTOLD = Set.of("apt", "uv", "conda");

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

  private Installers() {}

  /**
   * One at work.
   *
   * @param by as what the journal knows it
   * @param process it
   */
  record Busy(String by, ProcessFacts process) {
    /** Whether the agent is the one to tell of it. */
    boolean isUntold() {
      return UNTOLD.contains(by) && process.words().stream().noneMatch(LOOKS_ONLY::contains);
    }
  }

  /** All that are at work now, without those that another of them started. */
  static List<Busy> alive() throws IOException {
    List<ProcessFacts> all = ProcessFacts.all();
    Map<Long, ProcessFacts> byNumber = new HashMap<>();
    all.forEach(process -> byNumber.put(process.pid(), process));
    List<Busy> found = new ArrayList<>();
    for (ProcessFacts process : all) {
      String by = kind(process);
      ProcessFacts parent = byNumber.get(process.parent());
      boolean inner = parent != null && !kind(parent).isEmpty();
      if (!by.isEmpty() && !inner) {
        found.add(new Busy(by, process));
      }
    }
    return found;
  }

  private static String kind(ProcessFacts process) {
    String by = NAMES.getOrDefault(process.name(), "");
    if (by.isEmpty() && process.name().startsWith("python")) {
      List<String> words = process.words();
      int module = words.indexOf("-m");
      boolean pip =
          words.size() > 1
              && (words.get(1).matches(".*/pip[0-9.]*")
                  || (module > 0
                      && module + 1 < words.size()
                      && words.get(module + 1).equals("pip")));
      return pip ? "pip" : "";
    }
    return by.isEmpty() && process.name().matches("pip[0-9.]+") ? "pip" : by;
  }
}
