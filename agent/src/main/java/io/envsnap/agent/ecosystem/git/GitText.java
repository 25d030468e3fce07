package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what git prints with {@code -z}: bytes of file names, ended by NUL. */
final class GitText {
  private GitText() {}

  /** The records of an output, each without its NUL. */
  static List<String> records(byte[] output) {
    List<String> records = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == 0) {
        records.add(SurrogateEscape.decode(output, start, i));
        start = i + 1;
      }
    }
    return records;
  }

  /** A path below a worktree; empty for one that leads elsewhere, as a hand-made index may say. */
  static Optional<TreePath> below(TreePath worktree, String relative) {
    try {
      return Optional.of(worktree.child(relative));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
