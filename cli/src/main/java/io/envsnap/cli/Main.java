package io.envsnap.cli;

import io.envsnap.agent.Resident;
import io.envsnap.cli.command.EnvsnapCommand;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.nio.file.Path;

/** Starts envsnap. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length == 2 && args[0].equals("agent")) {
      // Started by hooks and by `record`, never typed: it must stay small, so nothing else is
      // loaded.
      System.exit(Resident.run(Path.of(args[1])));
    }
    Environment environment = Environment.ofProcess();
    System.exit(EnvsnapCommand.run(args, environment, Console.ofProcess(environment)));
  }
}
