package io.envsnap.cli.output;

import io.envsnap.agent.restore.RestorePlan;
import io.envsnap.agent.snapshot.StoreCheck;
import io.envsnap.spec.snapshot.ClaimedNode;

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

  /** Prints how this machine differs from a lockfile: whatever a restore would still do. */
  public void print(RestorePlan plan) {
    for (ClaimedNode claimed : plan.writes()) {
      difference("path", claimed.node().path() + " (" + claimed.entry().spoken() + ")");
    }
    plan.removals()
        .forEach(
            step -> step.paths().forEach(path -> difference("path", path + ": " + step.why())));
    plan.merges().forEach(step -> difference("database", step.file().value()));
    plan.conflicts()
        .forEach(conflict -> difference("path", conflict.path() + ": " + conflict.reason()));
    plan.refused()
        .forEach(
            refused ->
                difference("entry", EntryWords.one(refused.entry()) + ": " + refused.reason()));
    boolean same = plan.isDone() && plan.isExact();
    if (json) {
      console.data(
          JsonLine.of("summary").put("entries", plan.entries().size()).put("exact", same).text());
    } else {
      console.say(
          same
              ? "This machine is what the lockfile says: "
                  + Words.count(plan.entries().size(), "entries")
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
