package io.envsnap.cli.output;

import io.envsnap.agent.WarmUp;

/** Says what a warm-up made. */
public final class WarmUpPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public WarmUpPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Says where it is, and how large. */
  public void print(WarmUp made) {
    if (json) {
      console.data(
          JsonLine.of("status")
              .put("archive", made.archive().toString())
              .put("bytes", made.bytes())
              .text());
    } else {
      console.say(
          "envsnap starts faster from now on ("
              + Words.size(made.bytes())
              + " in "
              + made.archive().getParent()
              + ")");
    }
  }
}
