package io.envsnap.cli.output;

import io.envsnap.agent.watch.WatchFacts;
import java.util.List;

/** Says which hooks and which agent watch a machine. */
final class WatchFactsPrinter {
  private final Console console;
  private final boolean json;

  WatchFactsPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  void print(WatchFacts facts) {
    List<String> paths = facts.hooks().stream().map(WatchFacts.Hook::path).toList();
    if (json) {
      console.data(
          JsonLine.of("status")
              .put("about", "hooks")
              .put("what", hooks(facts))
              .put("hooks", paths)
              .put("missing", facts.missing())
              .put("watching", facts.watching())
              .text());
      console.data(
          JsonLine.of("status")
              .put("about", "agent")
              .put("what", agent(facts))
              .put("alive", facts.agent().isPresent())
              .put("process", facts.agent().orElse(0L))
              .put("residentBytes", facts.agentBytes())
              .text());
      return;
    }
    console.data("hooks: " + hooks(facts));
    facts
        .hooks()
        .forEach(hook -> console.data("  " + hook.path() + (hook.present() ? "" : " (missing)")));
    console.data("agent: " + agent(facts));
  }

  private static String hooks(WatchFacts facts) {
    if (!facts.problem().isEmpty()) {
      return "not known: " + facts.problem();
    }
    if (facts.hooks().isEmpty()) {
      return "none; `envsnap record` installs them";
    }
    int missing = facts.missing().size();
    String installed = Words.count(facts.hooks().size() - missing, "files") + " installed";
    if (missing > 0) {
      return installed + ", " + missing + " missing; `envsnap record` puts them back";
    }
    return facts.journal() ? installed : installed + ", but there is no journal to write to";
  }

  private static String agent(WatchFacts facts) {
    if (facts.agent().isPresent()) {
      return "process " + facts.agent().get() + ", " + Words.size(facts.agentBytes()) + " resident";
    }
    return facts.watching() ? "not alive; the next hook starts it" : "none";
  }
}
