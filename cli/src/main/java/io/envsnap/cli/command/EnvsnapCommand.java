package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as a whole. */
@Command(
    name = "envsnap",
    addMethodSubcommands = false,
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
  /** Types that no option has, and whose classes picocli would load to convert to. */
  private static final String UNUSED_TYPES = "java\\.(sql|time)\\..*";

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
    System.setProperty("picocli.converters.excludes", UNUSED_TYPES);
    CommandLine line = new CommandLine(new EnvsnapCommand());
    Map<String, Supplier<Object>> commands = commands(workplace);
    // Each takes a while to be described, so one that is named comes alone.
    boolean named = args.length > 0 && commands.containsKey(args[0]) && !args[0].equals("help");
    add(line, commands, named ? List.of(args[0]) : commands.keySet());
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    Failures failures = new Failures(console, List.of(args));
    line.setParameterExceptionHandler(
        (e, ignored) -> {
          // What makes no sense here may be what another command takes.
          add(line, commands, commands.keySet());
          return failures.usage(e);
        });
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

  private static Map<String, Supplier<Object>> commands(Workplace workplace) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("record", () -> new RecordCommand(workplace));
    commands.put("restore", () -> new RestoreCommand(workplace));
    commands.put("status", () -> new StatusCommand(workplace));
    commands.put("log", () -> new LogCommand(workplace));
    commands.put("stop", () -> new StopCommand(workplace));
    commands.put("list", () -> new ListCommand(workplace));
    commands.put("show", () -> new ShowCommand(workplace));
    commands.put("export", () -> new ExportCommand(workplace));
    commands.put("verify", () -> new VerifyCommand(workplace));
    commands.put("prune", () -> new PruneCommand(workplace));
    commands.put("share", () -> new ShareCommand(workplace));
    commands.put("unshare", () -> new UnshareCommand(workplace));
    commands.put("login", () -> new LoginCommand(workplace));
    commands.put("logout", () -> new LogoutCommand(workplace));
    commands.put("diff", () -> new DiffCommand(workplace));
    commands.put("merge", () -> new MergeCommand(workplace));
    commands.put("doctor", () -> new DoctorCommand(workplace));
    commands.put("warm-up", () -> new WarmUpCommand(workplace));
    commands.put("help", HelpCommand::new);
    return commands;
  }

  private static void add(
      CommandLine line, Map<String, Supplier<Object>> commands, Collection<String> names) {
    for (String name : names) {
      if (!line.getSubcommands().containsKey(name)) {
        line.addSubcommand(name, Objects.requireNonNull(commands.get(name)).get());
      }
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
