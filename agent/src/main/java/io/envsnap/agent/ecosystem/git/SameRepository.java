package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges a repository that this machine's session made where one shall come back: a first cell that
 * clones a project before it restores. Such a clone gives way when nothing is lost with it: it has
 * the same remote, no change, no stash, no further worktree, no commit that its remotes lack, and a
 * HEAD that never did anything but follow its remote.
 */
final class SameRepository {
  private static final int LOG_LIMIT = 1 << 20;

  /** What clones, checkouts and pulls without own commits write into the reflog of HEAD. */
  private static final Pattern FOLLOWED =
      Pattern.compile(
          "(?:clone|checkout|reset|initial pull)\\b.*"
              + "|pull\\b(?!.*\\(pick\\))(?!.*Merge made).*"
              + "|merge .*: Fast-forward");

  private final HostTree tree;
  private final CommandRunner commands;

  SameRepository(HostTree tree, CommandRunner commands) {
    this.tree = tree;
    this.commands = commands;
  }

  /**
   * What has to go so that the recorded state can take the repository's place.
   *
   * @param recorded paths that the snapshot has of it
   * @param own those at which this machine has something else
   * @return empty when the repository has to stay
   */
  Optional<List<TreePath>> givesWay(
      Repository here, Entry wanted, Set<TreePath> recorded, List<TreePath> own)
      throws IOException {
    RepositoryState state = new RepositoryReader(tree, commands).read(here);
    Optional<RepositoryState.WorktreeFiles> files = state.files();
    String remote = state.attributes().getOrDefault("remote", "");
    if (here.kind() == Repository.Kind.WORKTREE
        || files.isEmpty()
        || remote.isEmpty()
        || !remote.equals(wanted.attribute("remote"))
        || isWorkedOn(state)
        || tree.status(here.data().child("worktrees")).isPresent()
        || wouldLose(here, files.get(), own)
        || !onlyFollowed(here)
        || hasCommitsOfItsOwn(here)) {
      return Optional.empty();
    }
    List<TreePath> stale = new ArrayList<>();
    gather(here, here.data(), recorded, stale);
    for (TreePath path : files.get().tracked()) {
      if (!recorded.contains(path)) {
        stale.add(path);
      }
    }
    stale.sort(null);
    return Optional.of(stale);
  }

  private static boolean isWorkedOn(RepositoryState state) {
    Set<String> work = Set.of("modified", "staged", "conflicts", "stash", "doing");
    return !Collections.disjoint(state.attributes().keySet(), work);
  }

  /** Whether untracked or ignored files lie where the recorded state has something else. */
  private static boolean wouldLose(
      Repository here, RepositoryState.WorktreeFiles files, List<TreePath> own) {
    return own.stream().anyMatch(path -> !here.holdsData(path) && !files.tracked().contains(path));
  }

  /**
   * Whether HEAD went nowhere but where its remote led. A repository that came back by a restore
   * and was worked on since, pushed or not, tells of commits.
   */
  private boolean onlyFollowed(Repository here) throws IOException {
    Optional<byte[]> log = tree.read(here.data().child("logs/HEAD"), LOG_LIMIT);
    return log.isPresent()
        && new String(log.get(), StandardCharsets.ISO_8859_1)
            .lines()
            .map(line -> line.substring(line.indexOf('\t') + 1))
            .allMatch(message -> FOLLOWED.matcher(message).matches());
  }

  private boolean hasCommitsOfItsOwn(Repository here) {
    List<String> question = List.of("rev-list", "--count", "HEAD", "--all", "--not", "--remotes");
    return GitProgram.on(here, tree, commands)
        .flatMap(git -> git.ask(question))
        .map(bytes -> !new String(bytes, StandardCharsets.US_ASCII).strip().equals("0"))
        .orElse(true);
  }

  /** Everything that says where branches stand; objects do no harm, and hooks are a person's. */
  private void gather(
      Repository here, TreePath folder, Set<TreePath> recorded, List<TreePath> stale)
      throws IOException {
    for (String name : tree.list(folder)) {
      TreePath path = folder.child(name);
      Optional<NodeKind> kind = tree.status(path).map(FileStatus::kind);
      String relative = path.value().substring(here.data().value().length() + 1);
      if (kind.equals(Optional.of(NodeKind.DIRECTORY))) {
        if (!Set.of("objects", "hooks", "lfs", "modules", "worktrees").contains(relative)) {
          gather(here, path, recorded, stale);
        }
      } else if (kind.isPresent() && !recorded.contains(path)) {
        stale.add(path);
      }
    }
  }
}
