package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
public final class EnvsnapCommand implements Callable<Integer> {
  private EnvsnapCommand() {}

  @Override
  public Integer call() throws VerbException {
    throw new VerbException(
        VerbException.Kind.USAGE,
        "No command was given",
        "`envsnap record` records this machine, `envsnap restore` brings it back, and `envsnap"
            + " help` lists all commands");
  }

  /** Runs a command line and returns its exit code. */
  public static int run(String[] args, Environment environment, Console console) {
    Workplace workplace = new Workplace(environment, console);
    CommandLine line = new CommandLine(new EnvsnapCommand());
    line.addSubcommand("record", new RecordCommand(workplace));
    line.addSubcommand("restore", new RestoreCommand(workplace));
    line.addSubcommand("status", new StatusCommand(workplace));
    line.addSubcommand("log", new LogCommand(workplace));
    line.addSubcommand("stop", new StopCommand(workplace));
    line.addSubcommand("list", new ListCommand(workplace));
    line.addSubcommand("show", new ShowCommand(workplace));
    line.addSubcommand("export", new ExportCommand(workplace));
    line.addSubcommand("verify", new VerifyCommand(workplace));
    line.addSubcommand("prune", new PruneCommand(workplace));
    line.addSubcommand("share", new ShareCommand(workplace));
    line.addSubcommand("unshare", new UnshareCommand(workplace));
    line.addSubcommand("login", new LoginCommand(workplace));
    line.addSubcommand("logout", new LogoutCommand(workplace));
    line.addSubcommand("diff", new DiffCommand(workplace));
    line.addSubcommand("merge", new MergeCommand(workplace));
    line.addSubcommand("doctor", new DoctorCommand(workplace));
    line.addSubcommand("help", new HelpCommand());
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    Failures failures = new Failures(console, List.of(args));
    line.setParameterExceptionHandler((e, ignored) -> failures.usage(e));
    line.setExecutionExceptionHandler((e, where, parsed) -> failures.failed(e));
    try {
      return failures.unlessLost(line.execute(args));
    } catch (LinkageError e) {
      // Native libraries are unpacked at first use; that is where a full disk shows first.
      console.error(
          "envsnap cannot unpack its native libraries: " + e.getMessage(),
          "Free some space in `/tmp`, or make it writable, and run envsnap again");
      return ExitCodes.FAILED;
    }
  }

  /** Tells the version of this build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"envsnap " + Configuration.version()};
    }
  }
}
