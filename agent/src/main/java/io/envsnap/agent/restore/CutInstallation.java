package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.process.Survivors;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the installers of a restore that was cut off had begun. Its programs may have outlived it,
 * and are waited for; then each ecosystem says how to complete or take back what they left.
 */
final class CutInstallation {
  /** Marks the programs of installers, so that they are found when they outlive the restore. */
  private static final String MARK = "ENVSNAP_INSTALLING";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private CutInstallation() {}

  /** Runs the programs of installers, each with the mark. */
  static CommandRunner marking(Workbench bench) {
    return command -> {
      Map<String, String> variables = new HashMap<>(command.environment());
      variables.put(MARK, bench.state().installing().toString());
      return bench.installing().run(command.with(variables));
    };
  }

  /** Before anything is planned; does nothing where no restore was cut off. */
  static void complete(Workbench bench) throws IOException, EcosystemException {
    Path installing = bench.state().installing();
    if (!Files.isDirectory(installing)) {
      return;
    }
    bench.progress().start("Completing what was cut off", 0, Progress.Unit.ITEMS);
    if (!Survivors.await(MARK, installing.toString(), PATIENCE)) {
      bench.progress().warn("programs of the restore that was cut off are still at work");
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(installing)) {
      folders = all.filter(Files::isDirectory).sorted().toList();
    }
    for (Ecosystem ecosystem : RestoreOrder.of(bench.ecosystems())) {
      try (LocalTree tree = LocalTree.at(bench.root())) {
        complete(
            bench, tree, ecosystem.complete(new CutInstall(tree, bench.host().get(), folders)));
      }
    }
  }

  private static void complete(Workbench bench, LocalTree tree, Completion completion)
      throws IOException {
    CommandRunner commands = marking(bench);
    for (Command command : completion.commands()) {
      try {
        // Whether it can is what the plan finds out that is made next.
        commands.run(command);
      } catch (CommandException e) {
        bench.progress().warn(String.valueOf(e.getMessage()));
      }
    }
    try (TreeWriter writer =
        TreeWriter.open(bench.root(), OwnerLookup.of(bench.root()), path -> false)) {
      for (TreePath path :
          completion.removals().stream().sorted(Comparator.reverseOrder()).toList()) {
        if (tree.status(path).isPresent() && !writer.remove(path)) {
          writer.removeIfEmpty(path);
        }
      }
    }
  }
}
