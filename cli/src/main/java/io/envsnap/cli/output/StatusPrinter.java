package io.envsnap.cli.output;

import io.envsnap.agent.StatusReport;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.journal.Action;
import java.util.List;
import java.util.Optional;

/** Says whether this session is watched, and what is saved. */
public final class StatusPrinter {
  /** Of many actions that are not saved, the last few are named. */
  private static final int MOST_NAMED = 5;

  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public StatusPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the report. */
  public void print(StatusReport report) {
    if (json) {
      printJson(report);
    } else {
      printText(report);
    }
  }

  private void printJson(StatusReport report) {
    JsonLine line =
        JsonLine.of("status")
            .put("watching", report.agent().watching())
            .put("agent", report.agent().process().orElse(0L))
            .put("actions", report.actions().size())
            .put("unsavedActions", report.unsaved().size())
            .put("unsavedSince", report.agent().unsavedSince().orElse(""))
            .put("saveEverySeconds", report.every().toSeconds())
            .put("store", report.store());
    report.since().ifPresent(since -> line.put("since", since.toString()));
    report
        .saved()
        .ifPresent(
            save ->
                line.put("snapshot", save.head().ref().snapshot().toString())
                    .put("saved", save.head().ref().created().toString())
                    .put("entries", save.lockfile().entries().size())
                    .put("bytes", save.bytes()));
    console.data(line.text());
  }

  private void printText(StatusReport report) {
    Watch.AgentStatus agent = report.agent();
    console.data(
        agent.watching()
            ? "Watching this session"
                + report.since().map(since -> ", which began at " + Words.moment(since)).orElse("")
                + ": "
                + Words.count(report.actions().size(), "actions")
                + " seen"
            : "This session is not watched; `envsnap record` begins");
    console.data(
        agent
            .process()
            .map(
                pid -> "Agent: process " + pid + (agent.said().isEmpty() ? "" : ", it said last: "))
            .map(line -> line + agent.said())
            .orElse(
                agent.watching() ? "Agent: not alive; the next hook starts it" : "Agent: none"));
    console.data("Last save: " + report.saved().map(save -> saved(save, report)).orElse("none"));
    if (agent.watching()) {
      printUnsaved(report);
    }
  }

  private void printUnsaved(StatusReport report) {
    List<Action> unsaved = report.unsaved();
    Optional<String> since = report.agent().unsavedSince();
    if (unsaved.isEmpty() && since.isEmpty()) {
      console.data(
          "Not saved yet: nothing that is known of; other files are looked for every "
              + Words.time(report.every()));
      return;
    }
    console.data(
        "Not saved yet: "
            + Words.count(unsaved.size(), "actions")
            + since.map(moment -> ", changes since " + moment).orElse(""));
    unsaved.stream()
        .skip(Math.max(0, unsaved.size() - MOST_NAMED))
        .forEach(
            action ->
                console.data(
                    "  "
                        + (action.command().isEmpty()
                            ? action.by()
                            : String.join(" ", action.command()))));
  }

  private static String saved(StatusReport.Save save, StatusReport report) {
    return save.head().ref().name()
        + " "
        + save.head().ref().snapshot().brief()
        + " at "
        + Words.moment(save.head().ref().created())
        + " ("
        + Words.count(save.lockfile().entries().size(), "entries")
        + ", "
        + Words.size(save.bytes())
        + ") in "
        + report.store();
  }
}
