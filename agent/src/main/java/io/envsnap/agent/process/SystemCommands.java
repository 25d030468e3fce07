package io.envsnap.agent.process;

import io.envsnap.agent.process.RunningProgram.Sink;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs programs of this machine in a fixed small environment, with nothing inherited: no variable,
 * no terminal. Whatever outlives its limit is killed with everything that it started. Safe to use
 * from several threads.
 */
public final class SystemCommands implements CommandRunner, CommandStreamer {
  /** Most bytes of standard output that {@link #run} keeps. */
  public static final int OUTPUT_LIMIT = 64 << 20;

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  // Java 17 hands words over in its default character set, later ones in that of file names.
  private static final Charset WORDS =
      Runtime.version().feature() < 18
          ? Charset.defaultCharset()
          : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final Map<String, String> environment;
  private final int outputLimit;

  /** Programs find the system's own PATH, this user's HOME and the locale C.UTF-8. */
  public SystemCommands() {
    this(Map.of());
  }

  /** With variables that stand beside or instead of PATH, HOME and LC_ALL. */
  public SystemCommands(Map<String, String> additions) {
    this(additions, OUTPUT_LIMIT);
  }

  SystemCommands(Map<String, String> additions, int outputLimit) {
    Map<String, String> all = new HashMap<>();
    all.put("PATH", PATH);
    all.put("HOME", System.getProperty("user.home", "/"));
    all.put("LC_ALL", "C.UTF-8");
    // What envsnap itself asks of git is no part of the session.
    all.put("GIT_TRACE2_EVENT", "0");
    all.putAll(additions);
    this.environment = Map.copyOf(all);
    this.outputLimit = outputLimit;
  }

  @Override
  public CommandResult run(Command command) throws CommandException {
    BoundedOutput output = new BoundedOutput(outputLimit);
    CommandResult result = execute(command, output);
    return new CommandResult(result.exit(), output.bytes(), result.error());
  }

  @Override
  public CommandResult stream(Command command, byte separator, RecordReceiver receiver)
      throws CommandException {
    RecordSplitter splitter = new RecordSplitter(separator, receiver, outputLimit);
    CommandResult result = execute(command, splitter);
    splitter.finish();
    return result;
  }

  private CommandResult execute(Command command, Sink output) throws CommandException {
    String name = command.words().get(0);
    ProcessBuilder builder = prepare(command);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandException("`" + name + "` cannot be started: " + e.getMessage(), e);
    }
    return new RunningProgram(name, process, command.limit()).finish(command.input(), output);
  }

  private ProcessBuilder prepare(Command command) throws CommandException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(command.environment());
    List<String> words = new ArrayList<>(command.words());
    words.set(0, locate(words.get(0), variables.getOrDefault("PATH", PATH)));
    for (String word : words) {
      refuseWhatCannotBePassed(words.get(0), word);
    }
    Path folder = command.folder().orElse(Path.of("/"));
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          "`" + command.words().get(0) + "` cannot run in `" + folder + "`: there is no folder");
    }
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  // Java would look the program up in the PATH that envsnap itself was started with.
  private static String locate(String program, String path) throws CommandException {
    if (program.contains("/")) {
      if (!Files.isExecutable(Path.of(program))) {
        throw new CommandException("`" + program + "` is not there or cannot be run");
      }
      return program;
    }
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder, program);
      if (folder.startsWith("/")
          && Files.isRegularFile(candidate)
          && Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw new CommandException("`" + program + "` is not installed");
  }

  // Java would put a `?` in place of what its own character set lacks, and name another file.
  private static void refuseWhatCannotBePassed(String program, String word)
      throws CommandException {
    if (word.indexOf('\0') >= 0 || !WORDS.newEncoder().canEncode(word)) {
      throw new CommandException(
          "`" + program + "` cannot be given the word `" + word + "`: its bytes cannot be passed");
    }
  }
}
