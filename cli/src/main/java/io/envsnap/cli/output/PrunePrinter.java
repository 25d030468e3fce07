package io.envsnap.cli.output;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.PruneReport;
import io.envsnap.agent.snapshot.PruneRequest;
import io.envsnap.agent.store.StoredObject;
import java.util.Locale;

/** Says what was removed from a store. */
public final class PrunePrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public PrunePrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints each thing that went, then how much it was. */
  public void print(PruneReport report, PruneRequest request, String store) {
    for (Head head : report.refs()) {
      removed(
          "snapshot",
          head.ref().name()
              + " "
              + head.ref().snapshot().brief()
              + " of "
              + Words.moment(head.ref().created()));
    }
    for (StoredObject object : report.objects()) {
      removed(object.kind().name().toLowerCase(Locale.ROOT), object.name());
    }
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("snapshots", report.refs().size())
              .put("objects", report.objects().size())
              .put("bytes", report.bytes())
              .put("copies", report.copies())
              .put("young", report.young())
              .put("worn", report.worn())
              .put("wornBytes", report.wornBytes())
              .put("dryRun", request.dry())
              .text());
      return;
    }
    String verb = request.dry() ? "Would remove " : "Removed ";
    console.say(
        verb
            + Words.count(report.refs().size(), "superseded snapshots")
            + " and "
            + Words.count(report.objects().size() + report.copies(), "objects")
            + " ("
            + Words.size(report.bytes())
            + ") from "
            + store);
    if (report.worn() > 0) {
      console.say(
          "Of "
              + Words.count(report.worn(), "packs")
              + " less than half is needed: the next record packs that anew, which frees "
              + Words.size(report.wornBytes())
              + " once no snapshot needs the old packs");
    }
    if (report.young() > 0) {
      console.say(
          "Left "
              + Words.count(report.young(), "objects")
              + " that nothing names: younger than "
              + Words.count(request.grace().toDays(), "days")
              + ", they may belong to a record that is under way");
    }
  }

  private void removed(String kind, String what) {
    if (json) {
      console.data(JsonLine.of("change").put("about", kind).put("what", what).text());
    } else {
      console.data(" - " + kind + " " + what);
    }
  }
}
