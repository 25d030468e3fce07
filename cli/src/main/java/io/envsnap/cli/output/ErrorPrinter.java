package io.envsnap.cli.output;

/** Says why a command stopped. */
public final class ErrorPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public ErrorPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints a sentence and a hint for people, and with {@code --json} the same for programs. */
  public void print(int exit, String sentence, String hint) {
    if (json) {
      console.data(
          JsonLine.of("error").put("exit", exit).put("text", sentence).put("hint", hint).text());
    }
    console.error(sentence, hint);
  }
}
