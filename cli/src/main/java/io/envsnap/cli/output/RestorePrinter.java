package io.envsnap.cli.output;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.restore.PlannedEntry;
import io.envsnap.agent.restore.RecordedTime;
import io.envsnap.agent.restore.RestorePlan;
import io.envsnap.agent.restore.RestoreReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.restore.VersionDifference;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Lockfile;
import java.time.Duration;
import java.util.List;

/** Says what a restore would do, or did. */
public final class RestorePrinter {
  private static final int MOST_LINES = 40;

  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public RestorePrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Names the heads that a restore does not take. */
  public void printOthers(RestoreSource source) {
    for (RestoreSource.OtherHead other : source.others()) {
      String id = other.snapshot().brief();
      warn(
          "head",
          "`"
              + source.name()
              + "` has another head, "
              + id
              + " of "
              + Words.moment(other.created())
              + " ("
              + other.contentBytes().map(Words::size).orElse("unreadable")
              + "), which this restore does not take; to take it, run `envsnap restore "
              + id
              + "`");
    }
  }

  /** Prints a dry run. */
  public void printPlan(RestorePlan plan) {
    plan.baseChanges().forEach(change -> warn("base", "the base has moved: " + change.spoken()));
    for (PlannedEntry planned : plan.entries()) {
      if (json) {
        console.data(line(planned).text());
      } else if (planned.rung() > 1) {
        console.data(
            (planned.comesBack() ? " + " : " ! ")
                + EntryWords.one(planned.entry())
                + " (rung "
                + planned.rung()
                + ": "
                + planned.reason()
                + ")");
      }
    }
    plan.pins().stream().map(RestoreStep.Pin::change).distinct().forEach(this::printPin);
    printConflicts(plan);
    long present =
        plan.entries().stream().filter(entry -> entry.comesBack() && entry.rung() == 1).count();
    List<Entry> back =
        plan.entries().stream().filter(PlannedEntry::isBrought).map(PlannedEntry::entry).toList();
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("present", present)
              .put("restored", back.size())
              .put("refused", plan.refused().size())
              .put("bytes", plan.bytes())
              .put("exact", plan.isExact())
              .text());
      return;
    }
    console.say(
        "Would restore "
            + EntryWords.counts(back)
            + " ("
            + Words.size(plan.bytes())
            + "); "
            + Words.count(present, "entries")
            + (present == 1 ? " is there already" : " are there already")
            + (plan.refused().isEmpty() ? "" : "; not: " + plan.refused().size()));
  }

  private void printPin(BaseChange change) {
    if (json) {
      console.data(
          JsonLine.of("pin")
              .put("what", change.what())
              .put("recorded", change.recorded())
              .put("here", change.here())
              .text());
    } else {
      String here = change.here().isEmpty() ? "" : change.here() + " -> ";
      console.data(" ~ " + change.what() + " " + here + change.recorded() + " (of the base)");
    }
  }

  /** Prints what a restore did. */
  public void print(RestoreReport report, Lockfile lockfile) {
    RestorePlan plan = report.plan();
    if (json) {
      plan.entries().forEach(planned -> console.data(line(planned).text()));
    } else {
      for (PlannedEntry refused : plan.refused()) {
        console.warn(
            EntryWords.one(refused.entry())
                + " is not restored (it would need rung "
                + refused.rung()
                + "): "
                + refused.reason());
      }
    }
    printConflicts(plan);
    report.differences().forEach(this::printDifference);
    report.failedRuns().forEach(line -> warn("failed", line));
    report.drift().stream().limit(MOST_LINES).forEach(line -> warn("drift", line));
    if (report.drift().size() > MOST_LINES) {
      console.warn("and " + (report.drift().size() - MOST_LINES) + " more differences");
    }
    printSummary(report);
    printRecordedTime(report, lockfile);
    if (!json) {
      lockfile
          .credentials()
          .forEach(
              need ->
                  console.say(
                      "Needs a credential: "
                          + need.need()
                          + " for "
                          + need.purpose()
                          + "; how to give it: "
                          + need.give()));
    }
    report.restart().forEach(line -> warn("restart", line));
  }

  private void printDifference(VersionDifference difference) {
    String what = difference.key().spoken();
    String recorded = difference.recorded();
    String here = difference.here();
    if (json) {
      console.data(
          JsonLine.of("change")
              .put("about", "version")
              .put("ecosystem", difference.key().ecosystem().value())
              .put("scope", difference.key().scope())
              .put("name", difference.key().name())
              .put("recorded", recorded)
              .put("here", here)
              .text());
    } else if (recorded.isEmpty()) {
      console.warn(what + " " + here + " came along; it was not recorded");
    } else if (here.isEmpty()) {
      console.warn(what + " " + recorded + " did not come back: nothing that came needs it");
    } else {
      console.warn(what + " is " + here + " here and was " + recorded);
    }
  }

  private void printSummary(RestoreReport report) {
    RestorePlan plan = report.plan();
    List<Entry> back =
        plan.entries().stream().filter(PlannedEntry::isBrought).map(PlannedEntry::entry).toList();
    long present =
        plan.entries().stream().filter(entry -> entry.comesBack() && entry.rung() == 1).count();
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("restored", back.size())
              .put("present", present)
              .put("refused", plan.refused().size())
              .put("files", report.filesWritten())
              .put("bytes", report.bytesWritten())
              .put("exact", report.isExact())
              .put("milliseconds", report.took().toMillis())
              .text());
      return;
    }
    String counts = back.isEmpty() ? "nothing" : EntryWords.counts(back);
    console.say(
        "Restored "
            + counts
            + " ("
            + Words.size(report.bytesWritten())
            + ") in "
            + Words.time(report.took())
            + (present == 0 ? "" : "; " + already(present)));
    console.say(
        report.isExact()
            ? "Everything is as it was recorded"
            : "Not everything is as it was recorded; see the warnings above");
  }

  /** What was saved, where all of the session was asked for and something was brought. */
  private void printRecordedTime(RestoreReport report, Lockfile lockfile) {
    Duration recorded = RecordedTime.of(lockfile.actions());
    boolean whole = report.plan().entries().size() == lockfile.entries().size();
    boolean brought = report.plan().entries().stream().anyMatch(PlannedEntry::isBrought);
    if (!json && whole && brought && recorded.toSeconds() > 0) {
      console.say("These steps took " + Words.time(recorded) + " when they were recorded");
    }
  }

  private static String already(long present) {
    return Words.count(present, "entries") + (present == 1 ? " was" : " were") + " there already";
  }

  private void printConflicts(RestorePlan plan) {
    plan.conflicts().stream()
        .limit(MOST_LINES)
        .forEach(
            conflict ->
                warn("conflict", "`" + conflict.path() + "` is kept: " + conflict.reason()));
    plan.lacks().stream()
        .limit(MOST_LINES)
        .forEach(
            lack -> warn("lack", lack.entry().spoken() + " comes back without " + lack.what()));
    if (plan.conflicts().size() > MOST_LINES) {
      console.warn("and " + (plan.conflicts().size() - MOST_LINES) + " more kept paths");
    }
  }

  private void warn(String what, String sentence) {
    if (json) {
      console.data(JsonLine.of("warning").put("about", what).put("text", sentence).text());
    } else {
      console.warn(sentence);
    }
  }

  private static JsonLine line(PlannedEntry planned) {
    return JsonLine.of("status")
        .put("ecosystem", planned.entry().key().ecosystem().value())
        .put("kind", planned.entry().key().kind())
        .put("scope", planned.entry().key().scope())
        .put("name", planned.entry().key().name())
        .put("version", planned.entry().version())
        .put("rung", planned.rung())
        .put("restored", planned.comesBack())
        .put("reason", planned.reason());
  }
}
