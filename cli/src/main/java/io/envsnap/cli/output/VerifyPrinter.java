package io.envsnap.cli.output;

import io.envsnap.agent.drift.DriftLine;
import io.envsnap.agent.drift.DriftReport;
import io.envsnap.agent.snapshot.StoreCheck;

/** Says what a verification found. */
public final class VerifyPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public VerifyPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints how the objects of a store are. */
  public void print(StoreCheck check, String store) {
    for (String problem : check.problems()) {
      difference("store", problem);
    }
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("objects", check.objects())
              .put("bytes", check.bytes())
              .put("problems", check.problems().size())
              .text());
    } else {
      console.say(
          "Verified "
              + Words.count(check.objects(), "objects")
              + " ("
              + Words.size(check.bytes())
              + ") in "
              + store
              + ": "
              + (check.problems().isEmpty()
                  ? "all are whole"
                  : Words.count(check.problems().size(), "problems")));
    }
  }

  /** Prints how this machine differs from a lockfile: what, since when, and how to mend it. */
  public void print(DriftReport report) {
    for (DriftLine line : report.lines()) {
      String since = line.since().map(Words::moment).orElse("");
      if (json) {
        console.data(
            JsonLine.of("change")
                .put("about", line.about())
                .put("what", line.what())
                .put("since", since)
                .put("mend", line.mend())
                .text());
      } else {
        String when = since.isEmpty() ? "" : ", since " + since;
        console.data(" ~ " + line.what() + when + "; to mend: " + line.mend());
      }
    }
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("entries", report.entries())
              .put("exact", report.isExact())
              .text());
    } else {
      console.say(
          report.isExact()
              ? "This machine is what the lockfile says: "
                  + Words.count(report.entries(), "entries")
              : "This machine is not what the lockfile says; every difference is named above");
    }
  }

  private void difference(String kind, String what) {
    if (json) {
      console.data(JsonLine.of("change").put("about", kind).put("what", what).text());
    } else {
      console.data(" ~ " + what);
    }
  }
}
