package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which repositories can be cloned again at their commit (rung 4). */
final class GitUpstream {
  private static final int UPSTREAM = 4;

  /** An address of another machine; also in the form of scp, {@code git@host:path}. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?:https?|ssh|git)://[^\\s/-].*|\\w[\\w.-]*@\\w[\\w.-]*:[^/:-].*");

  private final Wanted wanted;
  private final HostTree tree;
  private final List<RestoreStep> steps = new ArrayList<>();
  private final SortedMap<TreePath, GitClone> clones = new TreeMap<>();

  GitUpstream(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.tree = context.tree();
  }

  EcosystemPlan plan() throws IOException {
    for (Entry entry : wanted.entries()) {
      if (entry.key().kind().equals(Repository.Kind.REPOSITORY.plural())) {
        repository(entry);
      }
    }
    for (Entry entry : wanted.entries()) {
      if (entry.key().kind().equals(Repository.Kind.SUBMODULE.plural())) {
        submodule(entry);
      }
    }
    return new EcosystemPlan(steps, List.of());
  }

  private void repository(Entry entry) throws IOException {
    Optional<TreePath> path = TreePath.ROOT.resolve(entry.key().name());
    if (path.isEmpty()) {
      return;
    }
    // With its recorded files at hand, the same commit alone does not make it the same repository.
    if (wanted.nodesOf(entry.key()).isEmpty() && isHere(entry, path.get())) {
      steps.add(new RestoreStep.Present(entry.key()));
      without(entry);
      return;
    }
    Optional<String> obstacle = obstacle(entry, path.get());
    if (obstacle.isPresent()) {
      steps.add(new RestoreStep.Refuse(entry.key(), UPSTREAM, obstacle.get()));
      return;
    }
    GitClone clone = new GitClone(entry, tree.onDisk(path.get()));
    clones.put(path.get(), clone);
    steps.add(
        new RestoreStep.Install(
            entry.key(), UPSTREAM, "cloned from `" + entry.attribute("remote") + "`", clone));
    without(entry);
  }

  private Optional<String> obstacle(Entry entry, TreePath path) throws IOException {
    String remote = entry.attribute("remote");
    if (remote.isEmpty()) {
      return Optional.of("it has no remote, so that only a snapshot has its commits");
    }
    if (ProgramSettings.isRemoteHelper(remote)) {
      return Optional.of("its remote `" + remote + "` would run a program");
    }
    if (!entry.attribute("mounted").isEmpty()) {
      return Optional.of("it lay on a mount, and comes back with that");
    }
    if (!ELSEWHERE.matcher(remote).matches()) {
      return Optional.of("its remote `" + remote + "` is a path of the recorded machine");
    }
    if (!entry.version().matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
      return Optional.of("it has no commit");
    }
    if (!tree.resolveParents(path).equals(path)) {
      return Optional.of("a link leads elsewhere from above `" + path + "`");
    }
    Optional<NodeKind> kind = tree.status(path).map(FileStatus::kind);
    boolean free =
        kind.isEmpty() || (kind.get() == NodeKind.DIRECTORY && tree.list(path).isEmpty());
    return free
        ? Optional.empty()
        : Optional.of("this machine has something else at `" + path + "`");
  }

  private boolean isHere(Entry entry, TreePath path) throws IOException {
    Optional<Repository> here = new RepositoryFinder(tree).expected(path);
    return here.isPresent()
        && !entry.version().isEmpty()
        && new RefFiles(tree, here.get()).head().equals(entry.version());
  }

  /** The commit of each wanted repository that is here. */
  static Map<EntryKey, String> commits(Wanted wanted, HostTree tree) throws IOException {
    Map<EntryKey, String> commits = new TreeMap<>();
    for (Entry entry : wanted.entries()) {
      Optional<TreePath> path = TreePath.ROOT.resolve(entry.key().name());
      Optional<Repository> here =
          path.isEmpty() ? Optional.empty() : new RepositoryFinder(tree).expected(path.get());
      if (here.isPresent()) {
        commits.put(entry.key(), new RefFiles(tree, here.get()).head());
      }
    }
    return commits;
  }

  private void submodule(Entry entry) throws IOException {
    Optional<TreePath> path = TreePath.ROOT.resolve(entry.key().name());
    if (path.isEmpty()) {
      return;
    }
    if (isHere(entry, path.get())) {
      steps.add(new RestoreStep.Present(entry.key()));
      return;
    }
    Optional<GitClone> outer =
        clones.entrySet().stream()
            .filter(clone -> path.get().isWithin(clone.getKey()))
            .map(Map.Entry::getValue)
            .reduce((shorter, longer) -> longer);
    if (outer.isPresent()) {
      outer.get().add(entry.key());
      steps.add(
          new RestoreStep.Install(
              entry.key(), UPSTREAM, "comes with the repository around it", outer.get()));
      without(entry);
    }
  }

  /** What a clone has not, because nobody but that machine had it. */
  private void without(Entry entry) {
    String work =
        List.of("modified", "staged", "conflicts", "untracked", "stash").stream()
            .filter(name -> !entry.attribute(name).isEmpty())
            .map(name -> entry.attribute(name) + " " + name)
            .collect(Collectors.joining(", "));
    if (!work.isEmpty()) {
      steps.add(
          new RestoreStep.Without(
              entry.key(), "its uncommitted work (" + work + "), which only a snapshot has"));
    }
    if (!entry.attribute("lfsPointers").isEmpty()) {
      steps.add(
          new RestoreStep.Without(
              entry.key(),
              "the content of "
                  + entry.attribute("lfsPointers")
                  + " LFS files, which had not been fetched there either"));
    }
  }
}
