package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tracked files that no snapshot holds because a rule leaves them out, such as a lockfile that is
 * committed: they come back as git has them, so that nobody takes them for deleted.
 */
final class IndexedFiles {
  private static final String ATTRIBUTE = "fromIndex";
  private static final String SEPARATOR = " ";
  private static final int MOST = 20;

  /** Names that need no quoting anywhere and cannot be taken for an option or lead elsewhere. */
  private static final Pattern PLAIN =
      Pattern.compile("(?!-)(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9._+-]+(?:/[A-Za-z0-9._+-]+)*");

  private final CaptureContext context;

  IndexedFiles(CaptureContext context) {
    this.context = context;
  }

  /** Whether the session changed that file, and a rule leaves it out all the same. */
  boolean isLeftOut(TreePath path) {
    if (context.changes().touched(path)) {
      return false;
    }
    try {
      return context
          .tree()
          .status(path)
          .filter(status -> status.kind() == NodeKind.FILE)
          .map(FileStatus::ctime)
          .filter(context.baseline().session()::covers)
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names those files, relative to the worktree. */
  Map<String, String> attributes(Repository repository, RepositoryState state) {
    if (state.files().isEmpty() || repository.worktree().isEmpty()) {
      return Map.of();
    }
    String top = repository.worktree().get().value();
    List<String> names =
        state.files().get().tracked().stream()
            .filter(this::isLeftOut)
            .filter(path -> CredentialFiles.of(path).isEmpty())
            .filter(
                path ->
                    context.changes().leftOut().stream()
                        .noneMatch(l -> path.isWithin(TreePath.of(l.path()))))
            .map(path -> path.value().substring(top.length()).replaceFirst("^/", ""))
            .filter(name -> PLAIN.matcher(name).matches())
            .sorted()
            .limit(MOST)
            .toList();
    return names.isEmpty() ? Map.of() : Map.of(ATTRIBUTE, String.join(SEPARATOR, names));
  }

  /** Plans to take those that are missing out of the index; what is there is never written. */
  static List<RestoreStep> steps(Entry entry, TreePath worktree, TreePath data, HostTree tree)
      throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (String name : entry.attribute(ATTRIBUTE).split(SEPARATOR, MOST)) {
      Optional<TreePath> path =
          PLAIN.matcher(name).matches() ? GitText.below(worktree, name) : Optional.empty();
      if (path.isPresent() && tree.status(path.get()).isEmpty()) {
        Command command =
            Command.of(
                "git",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "--git-dir=" + tree.onDisk(data),
                "--work-tree=" + tree.onDisk(worktree),
                "checkout-index",
                "--quiet",
                "--",
                name);
        steps.add(
            new RestoreStep.Run(
                entry.key(), command.in(tree.onDisk(TreePath.ROOT)), Phase.FINISH, false));
      }
    }
    return steps;
  }
}
