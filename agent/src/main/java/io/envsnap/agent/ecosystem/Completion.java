package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.Command;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/**
 * How what a cut-off installer left is completed or taken back, so that a plan finds nothing half
 * done.
 *
 * @param commands programs to run, one after the other, whether the one before succeeds or not
 * @param removals files and links that go, and folders that these leave empty
 */
public record Completion(List<Command> commands, List<TreePath> removals) {
  /** Nothing was left. */
  public static final Completion NOTHING = new Completion(List.of(), List.of());

  /** Takes its own copies. */
  public Completion {
    commands = List.copyOf(commands);
    removals = List.copyOf(removals);
  }
}
