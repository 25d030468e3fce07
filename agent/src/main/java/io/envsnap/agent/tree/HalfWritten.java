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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes what a {@link TreeWriter} that was killed had not yet renamed to its place. */
public final class HalfWritten {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final List<String> NAMED = List.of("-name", TemporaryName.PREFIX + "*");

  private HalfWritten() {}

  /**
   * Removes all of it on the root's file system; nobody else may be writing.
   *
   * @param goingOn new folders that are to be {@linkplain StagedFolders staged} next: what lies in
   *     them stays, but for half-written files
   * @return how many files and links were removed
   */
  public static int sweep(LocalTree tree, CommandStreamer commands, Collection<TreePath> goingOn)
      throws IOException {
    List<TreePath> found = find(tree, commands, TreePath.ROOT, NAMED);
    Set<TreePath> kept = found.isEmpty() ? Set.of() : staged(tree, goingOn);
    int removed = 0;
    try (TreeWriter writer =
        TreeWriter.open(tree.root(), OwnerLookup.of(tree.root()), path -> false)) {
      for (TreePath path : found) {
        if (TemporaryName.isOne(path.name()) && !kept.contains(path)) {
          removed += writer.remove(path) ? 1 : removeFolder(tree, commands, path, writer);
        }
      }
    }
    return removed;
  }

  private static Set<TreePath> staged(LocalTree tree, Collection<TreePath> folders)
      throws IOException {
    Set<TreePath> staged = new HashSet<>();
    for (TreePath folder : folders) {
      if (tree.status(folder).isEmpty()) {
        staged.add(TemporaryName.pathOf(folder));
      }
    }
    return staged;
  }

  private static int removeFolder(
      LocalTree tree, CommandStreamer commands, TreePath folder, TreeWriter writer)
      throws IOException {
    if (tree.status(folder).isEmpty()) {
      return 0;
    }
    int removed = 0;
    for (TreePath path : find(tree, commands, folder, List.of("-depth"))) {
      removed += writer.removeAny(path) ? 1 : 0;
    }
    return removed;
  }

  private static List<TreePath> find(
      LocalTree tree, CommandStreamer commands, TreePath below, List<String> which)
      throws IOException {
    Path root = tree.root();
    List<TreePath> found = new ArrayList<>();
    int length = root.toString().equals("/") ? 0 : SurrogateEscape.encode(root.toString()).length;
    List<String> words = new ArrayList<>();
    words.addAll(List.of("find", tree.onDisk(below).toString(), "-xdev"));
    words.addAll(which);
    words.add("-print0");
    Command find = Command.of(words).with(Map.of("LC_ALL", "C")).within(LIMIT);
    try {
      commands.stream(
          find,
          (byte) 0,
          (bytes, from, to) ->
              found.add(TreePath.of(SurrogateEscape.decode(bytes, from + length, to))));
    } catch (CommandException e) {
      throw new IOException("`" + root + "` cannot be searched for half-written files", e);
    }
    return found;
  }
}
