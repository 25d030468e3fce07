package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Finds out what this machine is. It reads small files and runs a few short programs. */
public final class HostProbe {
  private static final int TEXT_LIMIT = 64 * 1024;
  private static final int CPUINFO_LIMIT = 4 << 20;

  private final HostTree tree;
  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final Progress progress;
  private final Supplier<Hardware> hardware;

  /**
   * @param tree this machine's files
   * @param commands runs programs
   * @param environment of the process that asked: notebook markers, {@code PATH}, {@code HOME},
   *     {@code LD_LIBRARY_PATH}; nothing of it is kept
   * @param progress hears of interpreters and cards that did not answer
   */
  public HostProbe(
      HostTree tree, CommandRunner commands, Map<String, String> environment, Progress progress) {
    this(tree, commands, environment, progress, Hardware::ofThisMachine);
  }

  HostProbe(
      HostTree tree,
      CommandRunner commands,
      Map<String, String> environment,
      Progress progress,
      Supplier<Hardware> hardware) {
    this.tree = tree;
    this.commands = commands;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
    this.hardware = hardware;
  }

  /**
   * Looks once; takes about a third of a second, and 30 ms more for each interpreter.
   *
   * @throws IOException when files that must be readable are not
   */
  public HostFacts probe() throws IOException {
    CompletableFuture<Hardware> asked = CompletableFuture.supplyAsync(hardware);
    List<TreePath> candidates = new PythonCandidates(tree, environment).find();
    List<PythonInterpreter> pythons = new PythonProbe(commands, progress).ask(candidates);
    Hardware answer = asked.join();
    return new HostFacts(
        OsRelease.spoken(osRelease()),
        new NotebookImage(tree, environment).spoken(),
        firstLine(Command.of("uname", "-r")),
        firstLine(Command.of("uname", "-m")),
        glibc(),
        answer.processor(),
        answer.memoryBytes(),
        pythons,
        new AcceleratorProbe(tree, commands, environment, progress).probe(pythons),
        processorFlags());
  }

  private Set<String> processorFlags() throws IOException {
    // A machine with hundreds of processors lists the same flags for each.
    Optional<byte[]> text = tree.read(TreePath.of("/proc/cpuinfo"), CPUINFO_LIMIT);
    return text.map(bytes -> CpuInfoText.flags(new String(bytes, StandardCharsets.UTF_8).lines()))
        .orElse(Set.of());
  }

  private List<String> osRelease() throws IOException {
    for (String file : List.of("/etc/os-release", "/usr/lib/os-release")) {
      Optional<byte[]> bytes = tree.read(tree.resolve(TreePath.of(file)), TEXT_LIMIT);
      if (bytes.isPresent()) {
        return new String(bytes.get(), StandardCharsets.UTF_8).lines().toList();
      }
    }
    return List.of();
  }

  private String glibc() {
    String told = Glibc.version(lines(Command.of("getconf", "GNU_LIBC_VERSION")));
    return told.isEmpty() ? Glibc.version(lines(Command.of("ldd", "--version"))) : told;
  }

  private String firstLine(Command command) {
    return lines(command).stream().findFirst().map(String::strip).orElse("");
  }

  private List<String> lines(Command command) {
    try {
      return commands.run(command).lines();
    } catch (CommandException e) {
      // Not every image has every program: what it would have told stays empty.
      return List.of();
    }
  }
}
