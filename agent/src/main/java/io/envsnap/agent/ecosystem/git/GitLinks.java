package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Follows the one-line files with which git points from a worktree to its data. */
final class GitLinks {
  private static final int LIMIT = 16 << 10;
  private static final String GITDIR = "gitdir: ";

  private final HostTree tree;

  GitLinks(HostTree tree) {
    this.tree = tree;
  }

  /** Where a {@code .git} file points to (gitrepository-layout(5)). */
  Optional<TreePath> dataOf(TreePath dotGit) throws IOException {
    Optional<String> line = firstLine(dotGit).filter(text -> text.startsWith(GITDIR));
    if (line.isEmpty()) {
      return Optional.empty();
    }
    return resolve(dotGit.parent().orElse(TreePath.ROOT), line.get().substring(GITDIR.length()));
  }

  /** What the {@code commondir} of a linked worktree's data points to; else empty. */
  Optional<TreePath> commonOf(TreePath data) throws IOException {
    Optional<String> line = firstLine(data.child("commondir"));
    return line.isEmpty() ? Optional.empty() : resolve(data, line.get());
  }

  private Optional<String> firstLine(TreePath file) throws IOException {
    return tree.read(file, LIMIT)
        .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().findFirst());
  }

  private Optional<TreePath> resolve(TreePath from, String text) throws IOException {
    try {
      Path root = tree.onDisk(TreePath.ROOT);
      Path target = tree.onDisk(from).resolve(text).normalize();
      if (!target.startsWith(root)) {
        return Optional.empty();
      }
      Path relative = root.relativize(target);
      return Optional.of(tree.resolveParents(TreePath.of("/" + relative)));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
