package io.envsnap.agent.tree;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandStreamer;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Removes what a {@link TreeWriter} that was killed had not yet renamed to its place. */
public final class HalfWritten {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private HalfWritten() {}

  /**
   * Removes all of it on the root's file system; nobody else may be writing.
   *
   * @return how many files and links were removed
   */
  public static int sweep(LocalTree tree, CommandStreamer commands) throws IOException {
    List<TreePath> found = find(tree.root(), commands);
    int removed = 0;
    try (TreeWriter writer =
        TreeWriter.open(tree.root(), OwnerLookup.of(tree.root()), path -> false)) {
      for (TreePath path : found) {
        removed += writer.remove(path) ? 1 : 0;
      }
    }
    return removed;
  }

  private static List<TreePath> find(Path root, CommandStreamer commands) throws IOException {
    List<TreePath> found = new ArrayList<>();
    String prefix = root.toString().equals("/") ? "" : root.toString();
    int length = SurrogateEscape.encode(prefix).length;
    Command find =
        Command.of(
                List.of(
                    "find",
                    prefix.isEmpty() ? "/" : prefix,
                    "-xdev",
                    "-name",
                    TemporaryName.PREFIX + "*",
                    "!",
                    "-type",
                    "d",
                    "-print0"))
            .with(Map.of("LC_ALL", "C"))
            .within(LIMIT);
    try {
      commands.stream(
          find,
          (byte) 0,
          (bytes, from, to) -> {
            TreePath path = TreePath.of(SurrogateEscape.decode(bytes, from + length, to));
            if (TemporaryName.isOne(path.name())) {
              found.add(path);
            }
          });
    } catch (CommandException e) {
      throw new IOException("`" + root + "` cannot be searched for half-written files", e);
    }
    return found;
  }
}
