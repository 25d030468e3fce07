package io.envsnap.cli.output;

import io.envsnap.agent.Settings;
import io.envsnap.agent.StoreLife;
import io.envsnap.agent.record.RecordReport;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import java.util.List;

/** Says what a record made. */
public final class RecordPrinter {
  private static final int MOST_LINES = 40;

  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public RecordPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /**
   * Prints the report.
   *
   * @param life how what was recorded may be lost with this machine
   */
  public void print(RecordReport report, Settings settings, StoreLife life) {
    if (json) {
      printJson(report, settings, life);
      return;
    }
    Lockfile lockfile = report.lockfile();
    List<Entry> requested = lockfile.entries().stream().filter(RecordPrinter::isNews).toList();
    requested.stream()
        .limit(MOST_LINES)
        .forEach(entry -> console.say(" " + EntryWords.mark(entry) + " " + EntryWords.one(entry)));
    if (requested.size() > MOST_LINES) {
      console.say("   and " + (requested.size() - MOST_LINES) + " more: `envsnap show`");
    }
    if (report.unchanged()) {
      console.say("Nothing has changed since the last record");
    }
    console.say(
        "Recorded "
            + EntryWords.counts(lockfile.entries())
            + " ("
            + Words.size(report.contentBytes())
            + ", "
            + Words.size(report.addedBytes())
            + " added to the store) in "
            + Words.time(report.took()));
    console.say("Lockfile: " + settings.lockfile());
    console.say(
        "Snapshot: "
            + settings.name()
            + " "
            + report.snapshot().brief()
            + " in "
            + lockfile.snapshot().map(link -> link.store()).orElse(""));
    for (Entry entry : lockfile.entries()) {
      if (!entry.attribute("pending").isEmpty()) {
        console.warn(
            EntryWords.one(entry)
                + " could not be restored on this machine; it is carried on for the next");
      }
    }
    for (LeftOut left : lockfile.leftOut()) {
      console.warn(
          "`" + left.path() + "` (" + Words.size(left.size()) + ") is left out: " + left.reason());
    }
    for (Need need : lockfile.credentials()) {
      console.warn(
          "the credential for `"
              + need.need()
              + "` ("
              + need.purpose()
              + ") is not recorded; how to give it on the next machine: "
              + need.give());
    }
    report
        .otherHead()
        .ifPresent(
            head ->
                console.warn(
                    "`"
                        + settings.name()
                        + "` has another head that this session does not continue ("
                        + head.brief()
                        + "); both are kept, see `envsnap list`"));
    if (!life.dies().isEmpty()) {
      console.warn(
          "the store dies with this machine ("
              + life.dies()
              + "); to keep it, record into Google Drive: `--store gdrive:envsnap`");
    }
    if (!life.later().isEmpty()) {
      console.warn(
          life.later()
              + "; before this machine ends run `drive.flush_and_unmount()` in a cell, or record"
              + " into `gdrive:FOLDER`, which waits until Drive has them");
    }
  }

  private static boolean isNews(Entry entry) {
    return entry.attribute("pending").isEmpty()
        && (entry.requested() || !entry.key().kind().equals("packages"));
  }

  private void printJson(RecordReport report, Settings settings, StoreLife life) {
    for (Entry entry : report.lockfile().entries()) {
      console.data(
          JsonLine.of("change")
              .put("change", EntryWords.mark(entry))
              .put("ecosystem", entry.key().ecosystem().value())
              .put("kind", entry.key().kind())
              .put("scope", entry.key().scope())
              .put("name", entry.key().name())
              .put("version", entry.version())
              .text());
    }
    for (LeftOut left : report.lockfile().leftOut()) {
      console.data(
          JsonLine.of("warning").put("leftOut", left.path()).put("reason", left.reason()).text());
    }
    for (Need need : report.lockfile().credentials()) {
      console.data(
          JsonLine.of("warning").put("need", need.need()).put("purpose", need.purpose()).text());
    }
    if (!life.dies().isEmpty()) {
      console.data(JsonLine.of("warning").put("storeDies", life.dies()).text());
    }
    if (!life.later().isEmpty()) {
      console.data(JsonLine.of("warning").put("storeLater", life.later()).text());
    }
    console.data(
        JsonLine.of("summary")
            .put("entries", report.lockfile().entries().size())
            .put("paths", report.paths())
            .put("bytes", report.contentBytes())
            .put("addedBytes", report.addedBytes())
            .put("lockfile", settings.lockfile().toString())
            .put("name", settings.name())
            .put("snapshot", report.snapshot().toString())
            .put("milliseconds", report.took().toMillis())
            .text());
  }
}
