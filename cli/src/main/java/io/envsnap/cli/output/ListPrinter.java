package io.envsnap.cli.output;

import io.envsnap.agent.Envsnap;
import io.envsnap.agent.snapshot.Head;
import java.util.List;

/** Lists snapshots. */
public final class ListPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public ListPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the lines of a store, the newest snapshot of each first. */
  public void print(List<Envsnap.Line> lines, String store) {
    if (lines.isEmpty() && !json) {
      console.say("There are no snapshots in `" + store + "`");
    }
    for (Envsnap.Line line : lines) {
      for (Head head : line.history()) {
        boolean isHead = line.heads().contains(head);
        if (json) {
          console.data(
              JsonLine.of("status")
                  .put("name", line.name())
                  .put("snapshot", head.ref().snapshot().toString())
                  .put("created", head.ref().created().toString())
                  .put("counter", head.ref().counter())
                  .put("head", isHead)
                  .text());
        } else {
          console.data(
              line.name()
                  + "  "
                  + head.ref().snapshot().brief()
                  + "  "
                  + Words.moment(head.ref().created())
                  + (isHead ? "  head" : ""));
        }
      }
      if (line.heads().size() > 1 && !json) {
        console.warn(
            "`"
                + line.name()
                + "` has "
                + line.heads().size()
                + " heads; a restore takes "
                + line.heads().get(0).ref().snapshot().brief());
      }
    }
  }
}
