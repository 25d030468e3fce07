package io.envsnap.cli.output;

import io.envsnap.agent.Settings;
import io.envsnap.agent.StatusReport;
import io.envsnap.agent.snapshot.Head;

/** Says whether this session is watched, and what is saved. */
public final class StatusPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public StatusPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the report. */
  public void print(StatusReport report, Settings settings) {
    if (json) {
      JsonLine line =
          JsonLine.of("status")
              .put("watching", report.agent().watching())
              .put("agent", report.agent().process().orElse(0L))
              .put("actions", report.actions().size())
              .put("unsavedActions", report.unsaved().size())
              .put("unsavedSince", report.agent().unsavedSince().orElse(""))
              .put("store", report.store());
      report
          .saved()
          .ifPresent(
              head ->
                  line.put("snapshot", head.ref().snapshot().toString())
                      .put("saved", head.ref().created().toString())
                      .put("bytes", report.savedBytes().orElse(0L)));
      console.data(line.text());
      return;
    }
    console.data(
        report.agent().watching()
            ? "Watching this session, " + Words.count(report.actions().size(), "actions") + " seen"
            : "This session is not watched; `envsnap record` begins");
    console.data(
        report
            .agent()
            .process()
            .map(pid -> "Agent: process " + pid + said(report))
            .orElse(
                report.agent().watching()
                    ? "Agent: not alive; the next hook starts it"
                    : "Agent: none"));
    console.data(
        report
            .saved()
            .map(head -> "Last save: " + saved(head, report, settings))
            .orElse("Last save: none"));
    if (!report.unsaved().isEmpty() || report.agent().unsavedSince().isPresent()) {
      console.data(
          "Not saved yet: "
              + Words.count(report.unsaved().size(), "actions")
              + report.agent().unsavedSince().map(since -> ", changes since " + since).orElse(""));
    }
  }

  private static String said(StatusReport report) {
    return report.agent().said().isEmpty() ? "" : " (" + report.agent().said() + ")";
  }

  private static String saved(Head head, StatusReport report, Settings settings) {
    return settings.name()
        + " "
        + head.ref().snapshot().brief()
        + " at "
        + Words.moment(head.ref().created())
        + " ("
        + Words.size(report.savedBytes().orElse(0L))
        + ") in "
        + report.store();
  }
}
