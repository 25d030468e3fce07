package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which cards and which driver this machine has; none of either is a fact. */
final class GpuProbe {
  /** A wedged driver lets {@code nvidia-smi} hang. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int TEXT_LIMIT = 64 * 1024;
  private static final List<String> WHERE =
      List.of("/opt/bin", "/usr/bin", "/usr/local/nvidia/bin", "/usr/lib/wsl/lib");

  private final HostTree tree;
  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final Progress progress;

  GpuProbe(
      HostTree tree, CommandRunner commands, Map<String, String> environment, Progress progress) {
    this.tree = tree;
    this.commands = commands;
    this.environment = environment;
    this.progress = progress;
  }

  /** Only the banner tells it; cards are known without it. */
  private String cuda(TreePath program) {
    try {
      return NvidiaText.cuda(run(program, List.of()).lines()).orElse("");
    } catch (CommandException e) {
      return "";
    }
  }

  /** Driver and cards; none is a fact, not an error. */
  Accelerator probe() throws IOException {
    String driver = driver();
    Optional<TreePath> program = program();
    if (program.isEmpty()) {
      return new Accelerator(driver, "", List.of());
    }
    try {
      List<Gpu> cards = cards(program.get());
      if (cards.isEmpty()) {
        return new Accelerator(driver, "", cards);
      }
      return new Accelerator(driver, cuda(program.get()), cards);
    } catch (CommandException e) {
      progress.warn("the cards of this machine are not known: " + e.getMessage());
      return new Accelerator(driver, "", List.of());
    }
  }

  private List<Gpu> cards(TreePath program) throws CommandException {
    CommandResult result = query(program, "name,memory.total,compute_cap");
    // The refusal comes on either stream, and with different statuses.
    if (NvidiaText.refusesField(result.text()) || NvidiaText.refusesField(result.error())) {
      result = query(program, "name,memory.total");
    }
    return result.succeeded() ? NvidiaText.cards(result.lines()) : List.of();
  }

  private CommandResult query(TreePath program, String fields) throws CommandException {
    return run(program, List.of("--query-gpu=" + fields, "--format=csv,noheader,nounits"));
  }

  private CommandResult run(TreePath program, List<String> arguments) throws CommandException {
    List<String> words = new ArrayList<>();
    words.add(program.value());
    words.addAll(arguments);
    Command command = Command.of(words).within(PATIENCE);
    // Colab keeps the driver's libraries in /usr/lib64-nvidia and finds them by this variable only.
    String libraries = environment.getOrDefault("LD_LIBRARY_PATH", "");
    return commands.run(
        libraries.isEmpty() ? command : command.with(Map.of("LD_LIBRARY_PATH", libraries)));
  }

  private String driver() throws IOException {
    Optional<String> module = text("/sys/module/nvidia/version").flatMap(NvidiaText::moduleVersion);
    if (module.isPresent()) {
      return module.get();
    }
    return text("/proc/driver/nvidia/version")
        .flatMap(text -> NvidiaText.procVersion(text.lines().toList()))
        .orElse("");
  }

  private Optional<TreePath> program() throws IOException {
    List<TreePath> folders = new ArrayList<>(SearchPath.of(environment));
    WHERE.forEach(folder -> folders.add(TreePath.of(folder)));
    for (TreePath folder : folders) {
      TreePath program = folder.child("nvidia-smi");
      if (tree.status(program).isPresent()) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private Optional<String> text(String file) throws IOException {
    return tree.read(TreePath.of(file), TEXT_LIMIT)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
