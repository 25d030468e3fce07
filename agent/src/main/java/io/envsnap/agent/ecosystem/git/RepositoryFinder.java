package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the repositories whose git data changed. */
final class RepositoryFinder {
  private static final String DOT_GIT = "/.git";

  private final HostTree tree;
  private final GitLinks links;

  RepositoryFinder(HostTree tree) {
    this.tree = tree;
    this.links = new GitLinks(tree);
  }

  /** All of them, by the path that names each. */
  SortedMap<TreePath, Repository> find(Changes changes) throws IOException {
    Set<TreePath> dotGits = new TreeSet<>();
    Set<TreePath> bare = new TreeSet<>();
    gather(changes.changed().keySet(), dotGits, bare);
    gather(changes.deleted(), dotGits, bare);
    SortedMap<TreePath, Repository> found = new TreeMap<>();
    for (TreePath dotGit : dotGits) {
      at(dotGit).ifPresent(repository -> found.put(repository.path(), repository));
    }
    for (TreePath folder : bare) {
      if (isGitData(folder)) {
        found.putIfAbsent(
            folder, new Repository(Repository.Kind.REPOSITORY, Optional.empty(), folder, folder));
      }
    }
    return found;
  }

  /** The repository at that path, with a worktree or bare. */
  Optional<Repository> expected(TreePath path) throws IOException {
    Optional<Repository> withWorktree = at(path.child(".git"));
    return withWorktree.isPresent() || !isGitData(path)
        ? withWorktree
        : Optional.of(new Repository(Repository.Kind.REPOSITORY, Optional.empty(), path, path));
  }

  /** The repository whose worktree holds that {@code .git}. */
  Optional<Repository> at(TreePath dotGit) throws IOException {
    Optional<NodeKind> kind = tree.status(dotGit).map(FileStatus::kind);
    TreePath worktree = dotGit.parent().orElse(TreePath.ROOT);
    if (kind.equals(Optional.of(NodeKind.DIRECTORY)) && (isGitData(dotGit) || isTorso(dotGit))) {
      return Optional.of(
          new Repository(Repository.Kind.REPOSITORY, Optional.of(worktree), dotGit, dotGit));
    }
    if (kind.equals(Optional.of(NodeKind.FILE))) {
      return links.dataOf(dotGit).flatMap(data -> linked(worktree, data));
    }
    return Optional.empty();
  }

  private Optional<Repository> linked(TreePath worktree, TreePath data) {
    try {
      Optional<TreePath> common = links.commonOf(data);
      if (common.isPresent()) {
        return Optional.of(
            new Repository(Repository.Kind.WORKTREE, Optional.of(worktree), data, common.get()));
      }
      if (!isGitData(data)) {
        return Optional.empty();
      }
      Repository.Kind kind =
          data.value().contains("/modules/")
              ? Repository.Kind.SUBMODULE
              : Repository.Kind.REPOSITORY;
      return Optional.of(new Repository(kind, Optional.of(worktree), data, data));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void gather(
      Collection<TreePath> paths, Set<TreePath> dotGits, Set<TreePath> bare) {
    for (TreePath path : paths) {
      String value = path.value();
      int at = value.indexOf(DOT_GIT + "/");
      if (at >= 0) {
        dotGits.add(TreePath.of(value.substring(0, at + DOT_GIT.length())));
      } else if (value.endsWith(DOT_GIT)) {
        dotGits.add(path);
      } else if (value.endsWith("/HEAD") || value.endsWith("/packed-refs")) {
        path.parent().ifPresent(bare::add);
      }
    }
  }

  /**
   * What a clone leaves that was killed, or a repository that lost its HEAD: git does not know it,
   * but what git data may hold, hooks and addresses with tokens, it may hold too.
   */
  private boolean isTorso(TreePath folder) throws IOException {
    return tree.status(folder.child("config")).isPresent()
        || tree.status(folder.child("hooks")).isPresent();
  }

  /** Git's own test of a git folder: a HEAD, objects and refs (setup.c, is_git_directory). */
  private boolean isGitData(TreePath folder) throws IOException {
    return tree.status(folder.child("HEAD"))
            .map(status -> status.kind() != NodeKind.DIRECTORY)
            .orElse(false)
        && isFolder(folder.child("objects"))
        && isFolder(folder.child("refs"));
  }

  /** A link counts: {@code git-new-workdir} shares objects and refs in this way. */
  private boolean isFolder(TreePath path) throws IOException {
    Optional<NodeKind> kind = tree.status(path).map(FileStatus::kind);
    return kind.filter(one -> one == NodeKind.DIRECTORY || one == NodeKind.SYMLINK).isPresent();
  }
}
