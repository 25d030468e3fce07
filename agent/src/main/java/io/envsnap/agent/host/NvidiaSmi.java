package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks {@code nvidia-smi} for cards, driver and CUDA level. */
final class NvidiaSmi {
  /** A wedged driver lets it hang. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final List<String> FIELDS =
      List.of(
          "name",
          "memory.total",
          "driver_version",
          "compute_cap",
          "uuid",
          "pci.bus_id",
          "mig.mode.current");

  private static final List<String> WHERE =
      List.of("/opt/bin", "/usr/bin", "/usr/local/nvidia/bin", "/usr/lib/wsl/lib");

  private final HostTree tree;
  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final Progress progress;

  NvidiaSmi(
      HostTree tree, CommandRunner commands, Map<String, String> environment, Progress progress) {
    this.tree = tree;
    this.commands = commands;
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * What it said.
   *
   * @param driver version of the driver; empty where it did not say
   * @param cuda highest CUDA version of the driver; empty where it did not say
   * @param cards in its order
   */
  record Answer(String driver, String cuda, List<Gpu> cards) {
    static final Answer NONE = new Answer("", "", List.of());
  }

  Answer ask() throws IOException {
    Optional<TreePath> program = program();
    if (program.isEmpty()) {
      return Answer.NONE;
    }
    // Each start of it costs tens of milliseconds; only the banner tells the CUDA level.
    CompletableFuture<String> banner = CompletableFuture.supplyAsync(() -> cuda(program.get()));
    try {
      Answer answer = cards(program.get());
      return new Answer(
          answer.driver(), answer.cards().isEmpty() ? "" : banner.join(), answer.cards());
    } catch (CommandException e) {
      progress.warn("the cards of this machine are not known: " + e.getMessage());
      return Answer.NONE;
    }
  }

  private String cuda(TreePath program) {
    try {
      return NvidiaSmiText.cuda(run(program, List.of()).lines()).orElse("");
    } catch (CommandException e) {
      // The cards are known without it.
      return "";
    }
  }

  private Answer cards(TreePath program) throws CommandException {
    List<String> fields = new ArrayList<>(FIELDS);
    while (true) {
      CommandResult result =
          run(
              program,
              List.of("--query-gpu=" + String.join(",", fields), "--format=csv,noheader,nounits"));
      // The refusal comes on either stream, with different statuses, and spoils the whole query.
      String said = result.text() + "\n" + result.error();
      Optional<String> refused = NvidiaSmiText.refusedField(said);
      if (refused.isPresent() && fields.remove(refused.get())) {
        continue;
      }
      if (result.succeeded()) {
        return NvidiaSmiText.answer(fields, result.lines());
      }
      SmiFailure.of(said, result.exit()).ifPresent(progress::warn);
      return Answer.NONE;
    }
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
}
