package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.Console;
import io.envsnap.cli.output.ErrorPrinter;
import java.util.List;
import picocli.CommandLine.ParameterException;

/** Says why a command stopped, and which exit code tells it. */
final class Failures {
  private final Console console;
  private final ErrorPrinter printer;
  private final boolean verbose;

  /**
   * For one command line.
   *
   * @param args as they were typed; what stands behind {@code --} is another program's
   */
  Failures(Console console, List<String> args) {
    int dashes = args.indexOf("--");
    List<String> own = dashes < 0 ? args : args.subList(0, dashes);
    this.console = console;
    this.printer = new ErrorPrinter(console, own.contains("--json"));
    this.verbose = own.contains("--verbose") || own.contains("-v");
  }

  int usage(ParameterException e) {
    UsageError error = UsageError.of(e);
    printer.print(ExitCodes.USAGE, error.sentence(), error.hint());
    return ExitCodes.USAGE;
  }

  int failed(Exception e) {
    if (e instanceof VerbException known) {
      int exit = ExitCodes.of(known.kind());
      printer.print(exit, known.getMessage(), known.hint());
      if (verbose) {
        known.printStackTrace(console.err());
      }
      return exit;
    }
    printer.print(
        ExitCodes.FAILED,
        "envsnap has a bug: " + e,
        "Please report it together with the lines below; your machine and store are whole");
    e.printStackTrace(console.err());
    return ExitCodes.FAILED;
  }

  /** The exit code, unless what was printed got lost: then it says so, and the command failed. */
  int unlessLost(int exit) {
    String lost = console.lost();
    if (lost.isEmpty()) {
      return exit;
    }
    console.error(
        "Not all of the output could be written: " + lost,
        "The command itself ended with status "
            + exit
            + "; write its output to a place that has room");
    return exit == ExitCodes.DONE ? ExitCodes.FAILED : exit;
  }
}
