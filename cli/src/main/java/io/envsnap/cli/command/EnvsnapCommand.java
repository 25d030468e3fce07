package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole. */
@Command(
    name = "envsnap",
    description = "Makes the next machine the same as the last one.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = EnvsnapCommand.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done, exact but for what recording left out by rule",
      " 1:failed",
      " 2:the command line makes no sense",
      " 3:done with drift, or in part; every line is named",
      " 4:refused by a check; nothing was changed",
      "10:the lockfile cannot be used",
      "11:the store cannot be reached, or lacks what is asked",
      "12:denied by the system or the store",
      "13:stored bytes are damaged",
      "130:interrupted"
    })
public final class EnvsnapCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  private EnvsnapCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "No command was given");
  }

  /** Runs a command line and returns its exit code. */
  public static int run(String[] args, Environment environment, Console console) {
    Workplace workplace = new Workplace(environment, console);
    CommandLine line = new CommandLine(new EnvsnapCommand());
    line.addSubcommand("record", new RecordCommand(workplace));
    line.addSubcommand("stop", new StopCommand(workplace));
    line.addSubcommand("status", new StatusCommand(workplace));
    line.addSubcommand("log", new LogCommand(workplace));
    line.addSubcommand("restore", new RestoreCommand(workplace));
    line.addSubcommand("list", new ListCommand(workplace));
    line.addSubcommand("doctor", new DoctorCommand(workplace));
    line.addSubcommand("show", new ShowCommand(workplace));
    line.addSubcommand("verify", new VerifyCommand(workplace));
    line.addSubcommand("diff", new DiffCommand(workplace));
    line.addSubcommand("merge", new MergeCommand(workplace));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, ignored) -> usage(e, console));
    line.setExecutionExceptionHandler((e, where, parsed) -> failure(e, parsed, console));
    try {
      return line.execute(args);
    } catch (LinkageError e) {
      // Native libraries are unpacked at first use; that is where a full disk shows first.
      console.error(
          "envsnap cannot unpack its native libraries: " + e.getMessage(),
          "Free some space in `/tmp`, or make it writable, and run envsnap again");
      return ExitCodes.FAILED;
    }
  }

  private static int usage(ParameterException e, Console console) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    String hint =
        suggestions.isEmpty()
            ? "`" + name + " --help` shows what can be said"
            : "Did you mean `" + String.join("` or `", suggestions) + "`?";
    console.error(String.valueOf(e.getMessage()), hint);
    return ExitCodes.USAGE;
  }

  private static int failure(Exception e, ParseResult parsed, Console console) {
    boolean verbose =
        parsed.expandedArgs().contains("--verbose") || parsed.expandedArgs().contains("-v");
    if (e instanceof VerbException known) {
      console.error(known.getMessage(), known.hint());
      if (verbose) {
        known.printStackTrace(console.err());
      }
      return ExitCodes.of(known.kind());
    }
    console.error(
        "envsnap has a bug: " + e,
        "Please report it together with the lines below; your machine and store are whole");
    e.printStackTrace(console.err());
    return ExitCodes.FAILED;
  }

  /** Tells the version of this build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"envsnap " + Configuration.version()};
    }
  }
}
