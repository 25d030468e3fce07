package io.envsnap.cli.output;

import io.envsnap.agent.WatchReport;

/** Says whether a session is watched. */
public final class WatchPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public WatchPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Says what was begun, after what was recorded. */
  public void print(WatchReport report) {
    if (json) {
      report
          .missing()
          .forEach(missing -> console.data(JsonLine.of("warning").put("hook", missing).text()));
      console.data(
          JsonLine.of("status")
              .put("watching", true)
              .put("agent", report.agent())
              .put("unrecorded", report.unrecorded())
              .text());
      return;
    }
    report.missing().forEach(missing -> console.warn("a hook is not installed: " + missing));
    if (!report.unrecorded().isEmpty()) {
      console.say(report.unrecorded());
      console.say("To bring back what was recorded before, run `envsnap restore`");
    }
    console.say(
        report.agent()
            ? "Watching this session; what changes is saved by itself (`envsnap status`)"
            : "Noting what this session does; run `envsnap record` again to save it");
  }

  /** Says that nothing is watched any more. */
  public void printStopped(boolean watched) {
    if (json) {
      console.data(JsonLine.of("status").put("watching", false).put("was", watched).text());
    } else {
      console.say(
          watched ? "Stopped watching; every hook is gone" : "This session was not watched");
    }
  }
}
