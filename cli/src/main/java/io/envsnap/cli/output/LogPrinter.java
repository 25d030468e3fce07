package io.envsnap.cli.output;

import io.envsnap.spec.journal.Action;
import java.time.Duration;
import java.util.List;

/** Tells the story of a session. */
public final class LogPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public LogPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints actions, oldest first. */
  public void print(List<Action> actions) {
    if (actions.isEmpty() && !json) {
      console.say("Nothing was done in this session that a hook or a log told of");
    }
    actions.forEach(this::print);
  }

  private void print(Action action) {
    if (json) {
      JsonLine line =
          JsonLine.of("action")
              .put("at", action.at().toString())
              .put("by", action.by())
              .put("user", action.user())
              .put("command", action.command())
              .put("folder", action.folder())
              .put("changed", action.changed());
      action.took().ifPresent(took -> line.put("milliseconds", took.toMillis()));
      if (action.exit() >= 0) {
        line.put("exit", action.exit());
      }
      console.data(line.text());
      return;
    }
    String end = action.exit() < 0 ? "" : action.exit() == 0 ? "  done" : "  exit " + action.exit();
    console.data(
        Words.moment(action.at())
            + "  "
            + String.join(" ", action.command().isEmpty() ? List.of(action.by()) : action.command())
            + (action.folder().isEmpty() ? "" : "  in " + action.folder())
            + end
            + action.took().map(LogPrinter::took).orElse(""));
    action.changed().forEach(line -> console.data("    " + line));
  }

  private static String took(Duration took) {
    return " in " + Words.time(took);
  }
}
