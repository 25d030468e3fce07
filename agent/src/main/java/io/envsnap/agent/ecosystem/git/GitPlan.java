package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides how recorded repositories come back on this machine. */
final class GitPlan {
  private static final int UPSTREAM = 4;
  private static final int INDEX_LIMIT = 64 << 20;

  private final PlanContext context;
  private final HostTree tree;
  private final boolean withPrograms;

  GitPlan(PlanContext context, boolean withPrograms) {
    this.context = context;
    this.tree = context.tree();
    this.withPrograms = withPrograms;
  }

  /** The steps of all wanted repositories. */
  EcosystemPlan of(Wanted wanted) throws IOException {
    Map<Entry, List<RestoreStep>> byEntry = new LinkedHashMap<>();
    for (Entry entry : wanted.entries()) {
      byEntry.put(entry, steps(entry, wanted.nodesOf(entry.key())));
    }
    List<RestoreStep> steps = new ArrayList<>();
    for (Map.Entry<Entry, List<RestoreStep>> one : byEntry.entrySet()) {
      Optional<Entry> missing = missingOwner(one.getKey(), byEntry);
      steps.addAll(
          missing.isEmpty() || isRefused(one.getValue())
              ? one.getValue()
              : refuse(
                  one.getKey(),
                  "its data belongs to `" + missing.get().key().name() + "`, which stays"));
    }
    return new EcosystemPlan(steps, List.of());
  }

  /**
   * The repository whose folder keeps this one's data and that does not come back: a worktree or
   * submodule written into another repository would name commits that are not there.
   */
  private static Optional<Entry> missingOwner(Entry entry, Map<Entry, List<RestoreStep>> byEntry) {
    Optional<TreePath> data = path(entry.attribute("data"));
    return data.flatMap(
        folder ->
            byEntry.entrySet().stream()
                .filter(other -> isRefused(other.getValue()) && !other.getKey().equals(entry))
                .map(Map.Entry::getKey)
                .filter(other -> dataOf(other).map(folder::isWithin).orElse(false))
                .findFirst());
  }

  private static boolean isRefused(List<RestoreStep> steps) {
    return steps.get(0) instanceof RestoreStep.Refuse;
  }

  /** Where an entry's git data lies. */
  private static Optional<TreePath> dataOf(Entry entry) {
    Optional<TreePath> told = path(entry.attribute("data"));
    return told.isPresent()
        ? told
        : path(entry.key().name()).map(worktree -> dataBelow(worktree, entry));
  }

  private List<RestoreStep> steps(Entry entry, List<ClaimedNode> nodes) throws IOException {
    Optional<TreePath> path = path(entry.key().name());
    if (path.isEmpty() || !Repository.Kind.isKnown(entry.key().kind())) {
      return refuse(entry, "`" + entry.key().name() + "` names no repository");
    }
    if (ProgramSettings.isRemoteHelper(entry.attribute("remote"))) {
      return refuse(entry, "its remote `" + entry.attribute("remote") + "` would run a program");
    }
    Optional<Repository> here = new RepositoryFinder(tree).expected(path.get());
    if (nodes.isEmpty()) {
      return here.isPresent()
          ? List.of(new RestoreStep.Present(entry.key()))
          : refuse(entry, absent(entry));
    }
    TreePath data = dataOf(entry).orElse(path.get());
    Set<TreePath> recorded = new HashSet<>();
    nodes.forEach(node -> recorded.add(node.node().path()));
    if (!entry.attribute("base").equals(base(entry, data, recorded))) {
      return refuse(entry, "the image's own part of `" + path.get() + "` is not the same here");
    }
    GitData git = new GitData(tree, data, withPrograms);
    List<TreePath> forbidden = new ArrayList<>();
    List<TreePath> own = new ArrayList<>();
    List<TreePath> settled = new ArrayList<>(settledIndex(entry, data));
    for (ClaimedNode claimed : nodes) {
      TreePath at = claimed.node().path();
      boolean inside = at.isWithin(path.get()) || at.isWithin(data);
      if (!inside || git.isForbidden(claimed.node()) || git.isBeside(at)) {
        forbidden.add(at);
      } else if (!at.equals(data.child("index")) && isOwn(claimed.node())) {
        // Git rewrites the index whenever it looks: that alone makes no other repository.
        if (git.differsInSecretsOnly(claimed.node())) {
          settled.add(at);
        } else {
          own.add(at);
        }
      }
    }
    List<RestoreStep> steps =
        own.isEmpty()
            ? List.of(new RestoreStep.Place(entry.key(), forbidden, settled))
            : meet(entry, here, recorded, forbidden, own, settled);
    if (isRefused(steps)) {
      return steps;
    }
    List<RestoreStep> all = withSettings(steps, git, nodes);
    all.addAll(IndexedFiles.steps(entry, path.get(), data, tree));
    return all;
  }

  /** Whatever a snapshot says, a configuration that is written runs nothing but what was here. */
  private static List<RestoreStep> withSettings(
      List<RestoreStep> steps, GitData git, List<ClaimedNode> nodes) throws IOException {
    List<RestoreStep> all = new ArrayList<>(steps);
    for (ClaimedNode claimed : nodes) {
      git.ownSettings(claimed).ifPresent(all::add);
    }
    return all;
  }

  /** An index that says the same of other inodes is as good as the recorded one. */
  private List<TreePath> settledIndex(Entry entry, TreePath data) throws IOException {
    TreePath index = data.child("index");
    Optional<Digest> essence = tree.read(index, INDEX_LIMIT).flatMap(IndexEssence::of);
    boolean same =
        essence.map(Digest::toString).filter(entry.attribute("index")::equals).isPresent();
    return same ? List.of(index) : List.of();
  }

  /** This machine's own session has put something there. */
  private List<RestoreStep> meet(
      Entry entry,
      Optional<Repository> here,
      Set<TreePath> recorded,
      List<TreePath> forbidden,
      List<TreePath> own,
      List<TreePath> settled)
      throws IOException {
    if (here.isEmpty()) {
      List<TreePath> keep = new ArrayList<>(forbidden);
      keep.addAll(own);
      return List.of(new RestoreStep.Place(entry.key(), keep, settled));
    }
    Optional<List<TreePath>> stale =
        new SameRepository(tree, context.commands()).givesWay(here.get(), entry, recorded, own);
    if (stale.isEmpty()) {
      return refuse(
          entry, "this session has a repository of its own at `" + entry.key().name() + "`");
    }
    List<RestoreStep> steps = new ArrayList<>();
    if (!stale.get().isEmpty()) {
      steps.add(
          new RestoreStep.Remove(
              entry.key(), stale.get(), "the unchanged clone that was there is replaced"));
    }
    steps.add(new RestoreStep.Place(entry.key(), forbidden, settled));
    return steps;
  }

  private static String absent(Entry entry) {
    return entry.attribute("mounted").isEmpty()
        ? "its files are not in the snapshot"
        : "it lay on a mount, of which only remote and commit are recorded";
  }

  private static TreePath dataBelow(TreePath path, Entry entry) {
    return entry.attribute("bare").isEmpty() ? path.child(".git") : path;
  }

  private String base(Entry entry, TreePath data, Set<TreePath> recorded) throws IOException {
    return entry.attribute("base").isEmpty() ? "" : new BaseFingerprint(tree).of(data, recorded);
  }

  /** Whether this machine's own session put something else there. */
  private boolean isOwn(TreeNode node) throws IOException {
    Optional<FileStatus> found = tree.status(node.path());
    if (found.isEmpty() || found.get().ctime().compareTo(context.baseline().sessionStart()) <= 0) {
      return false;
    }
    FileStatus status = found.get();
    if (node instanceof TreeNode.RegularFile file) {
      return status.kind() != NodeKind.FILE
          || status.size() != file.size()
          || !status.mtime().equals(file.metadata().mtime());
    }
    if (node instanceof TreeNode.Symlink link) {
      return status.kind() != NodeKind.SYMLINK || !status.target().equals(link.target());
    }
    if (node instanceof TreeNode.HardLink) {
      return status.kind() != NodeKind.FILE;
    }
    return node instanceof TreeNode.Deleted || status.kind() != NodeKind.DIRECTORY;
  }

  private static Optional<TreePath> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(TreePath.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<RestoreStep> refuse(Entry entry, String reason) {
    return List.of(new RestoreStep.Refuse(entry.key(), UPSTREAM, reason));
  }
}
