package io.envsnap.cli;

import io.envsnap.agent.HeadStart;
import io.envsnap.agent.Resident;
import io.envsnap.cli.command.EnvsnapCommand;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.nio.file.Path;
import java.util.Set;

/** Starts envsnap. */
public final class Main {
  /** Commands that call the C library a hundred thousand times, and load what it takes. */
  private static final Set<String> LOOK_AT_FILES = Set.of("record", "restore", "verify");

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length == 2 && args[0].equals("agent")) {
      // Started by hooks and by `record`, never typed: it must stay small, so nothing else is
      // loaded.
      System.exit(Resident.run(Path.of(args[1])));
    }
    System.exit(args.length > 0 && LOOK_AT_FILES.contains(args[0]) ? runAhead(args) : run(args));
  }

  @SuppressWarnings("try") // it only goes on meanwhile
  private static int runAhead(String[] args) {
    try (HeadStart meanwhile = HeadStart.begin()) {
      return run(args);
    }
  }

  private static int run(String[] args) {
    Environment environment = Environment.ofProcess();
    return EnvsnapCommand.run(args, environment, Console.ofProcess(environment));
  }
}
