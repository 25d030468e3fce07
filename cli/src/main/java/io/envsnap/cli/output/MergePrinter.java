package io.envsnap.cli.output;

import io.envsnap.spec.diff.LockfileMerge;
import io.envsnap.spec.diff.MergeConflict;
import io.envsnap.spec.lockfile.EntryKey;

/** Says how a merge of lockfiles went. */
public final class MergePrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public MergePrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the merged lockfile itself. */
  public void printText(byte[] text) {
    if (!json) {
      console.out().writeBytes(text);
      console.out().flush();
    }
  }

  /** Prints what a person has to choose or to know. */
  public void print(LockfileMerge merge) {
    for (MergeConflict conflict : merge.conflicts()) {
      if (json) {
        console.data(
            JsonLine.of("conflict")
                .put("about", conflict.about())
                .put("ours", conflict.ours())
                .put("theirs", conflict.theirs())
                .text());
      } else {
        console.say(
            " ! "
                + conflict.about()
                + ": "
                + conflict.ours()
                + " in ours, "
                + conflict.theirs()
                + " in theirs");
      }
    }
    if (json) {
      merge
          .elsewhere()
          .forEach(key -> console.data(JsonLine.of("elsewhere").put("about", key.spoken()).text()));
      console.data(
          JsonLine.of("summary")
              .put("entries", merge.ours().entries().size())
              .put("conflicts", merge.conflicts().size())
              .text());
      return;
    }
    if (!merge.elsewhere().isEmpty()) {
      console.warn(
          "the bytes of "
              + Words.count(merge.elsewhere().size(), "entries")
              + " are in the other snapshot ("
              + String.join(", ", merge.elsewhere().stream().map(EntryKey::spoken).toList())
              + "); restore both, then run `envsnap record`, to have all of them in one");
    }
    console.say(
        merge.isClean()
            ? "Merged: " + EntryWords.counts(merge.ours().entries())
            : "Merged, but for "
                + Words.count(merge.conflicts().size(), "conflicts")
                + " that somebody has to choose between");
  }
}
