package io.envsnap.cli;

import io.envsnap.cli.command.EnvsnapCommand;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;

/** Starts envsnap. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    Environment environment = Environment.ofProcess();
    System.exit(EnvsnapCommand.run(args, environment, Console.ofProcess(environment)));
  }
}
