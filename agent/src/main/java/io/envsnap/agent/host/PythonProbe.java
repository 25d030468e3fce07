package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.spec.snapshot.TreePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks each candidate what it is. One that hangs or fails is named in a warning and left out. */
final class PythonProbe {
  /** A healthy interpreter answers within 50 ms. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CommandRunner commands;
  private final Progress progress;

  PythonProbe(CommandRunner commands, Progress progress) {
    this.commands = commands;
    this.progress = progress;
  }

  List<PythonInterpreter> ask(List<TreePath> candidates) {
    List<PythonInterpreter> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (TreePath candidate : candidates) {
      Optional<PythonAnswer.Parsed> answer = ask(candidate);
      // A shim, such as pyenv's, is a program of its own that ends up in a known interpreter.
      if (answer.isPresent() && seen.add(answer.get().executable())) {
        found.add(answer.get().interpreter());
      }
    }
    return List.copyOf(found);
  }

  private Optional<PythonAnswer.Parsed> ask(TreePath candidate) {
    try {
      CommandResult result =
          commands.run(
              Command.of(candidate.value(), "-I", "-S", "-c", PythonAnswer.SCRIPT)
                  .within(PATIENCE));
      if (result.succeeded()) {
        return PythonAnswer.parse(candidate, result.lines());
      }
      String said = result.error().strip();
      progress.warn(
          "`"
              + candidate
              + "` is left out: it ended with status "
              + result.exit()
              + (said.isEmpty() ? "" : ": " + said.substring(said.lastIndexOf('\n') + 1)));
    } catch (CommandException e) {
      progress.warn("`" + candidate + "` is left out: " + e.getMessage());
    }
    return Optional.empty();
  }
}
