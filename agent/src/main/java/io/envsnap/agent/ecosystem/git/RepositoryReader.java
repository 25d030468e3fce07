package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads the state of a repository, from git where it may be asked, else from git's files. */
final class RepositoryReader {
  private static final int INDEX_LIMIT = 64 << 20;
  private static final int LOG_LIMIT = 64 << 20;

  private final HostTree tree;
  private final CommandRunner commands;
  private final Predicate<TreePath> leftOut;

  RepositoryReader(HostTree tree, CommandRunner commands) {
    this(tree, commands, path -> false);
  }

  /**
   * Reads repositories in which some files are nobody's to tell of.
   *
   * @param leftOut whether a rule leaves out that path, as it does with envsnap's lockfile
   */
  RepositoryReader(HostTree tree, CommandRunner commands, Predicate<TreePath> leftOut) {
    this.tree = tree;
    this.commands = commands;
    this.leftOut = leftOut;
  }

  /** What is known of it without looking at its worktree, which may lie far away. */
  RepositoryState readBriefly(Repository repository) throws IOException {
    return read(repository, Optional.empty());
  }

  /** What is known of it. */
  RepositoryState read(Repository repository) throws IOException {
    return read(repository, GitProgram.on(repository, tree, commands));
  }

  private RepositoryState read(Repository repository, Optional<GitProgram> git) throws IOException {
    List<ConfigSetting> settings =
        git.isPresent() ? git.get().settings() : new SettingsFiles(tree).of(repository);
    SortedMap<String, String> attributes = new TreeMap<>(new SettingAttributes(settings).all());
    files(repository, attributes);
    Optional<byte[]> index = tree.read(repository.data().child("index"), INDEX_LIMIT);
    index
        .flatMap(IndexEssence::of)
        .ifPresent(essence -> attributes.put("index", essence.toString()));
    Optional<PorcelainStatus> status = Optional.empty();
    if (git.isPresent() && repository.worktree().isPresent()) {
      status = status(repository, git.get());
    }
    if (status.isEmpty()) {
      RefFiles refs = new RefFiles(tree, repository);
      branch(attributes, refs.branch(), refs.head());
      return new RepositoryState(refs.head(), attributes, Optional.empty());
    }
    PorcelainStatus said = status.get();
    branch(attributes, said.branch(), said.head());
    put(attributes, "upstream", said.upstream());
    count(attributes, "ahead", said.ahead());
    count(attributes, "staged", said.staged());
    count(attributes, "modified", said.modified().size() - said.conflicts());
    count(attributes, "conflicts", said.conflicts());
    count(attributes, "untracked", said.untracked().size());
    put(attributes, "tags", tags(git.get(), said.head()));
    shallow(git.get(), attributes);
    Optional<RepositoryState.WorktreeFiles> files = listing(repository, git.get(), said);
    if (files.isPresent() && attributes.containsKey("lfs")) {
      LfsPointers pointers = new LfsPointers(tree, git.get(), repository.path());
      count(attributes, "lfsPointers", pointers.unfetched(files.get().tracked()));
    }
    return new RepositoryState(said.head(), attributes, files);
  }

  private Optional<PorcelainStatus> status(Repository repository, GitProgram git)
      throws IOException {
    Optional<PorcelainStatus> said =
        git.ask(
                List.of(
                    "status",
                    "--porcelain=v2",
                    "--branch",
                    "-z",
                    "--ahead-behind",
                    "--no-renames",
                    "--ignore-submodules=dirty",
                    isRoot(repository) ? "--untracked-files=no" : "--untracked-files=normal"))
            .flatMap(PorcelainStatus::parse);
    if (said.isEmpty() || repository.worktree().isEmpty()) {
      return said;
    }
    TreePath worktree = repository.worktree().get();
    PorcelainStatus seen =
        said.get().only(path -> GitText.below(worktree, path).filter(leftOut).isEmpty());
    LfsPointers pointers = new LfsPointers(tree, git, worktree);
    return Optional.of(seen.withModified(pointers.real(seen.modified())));
  }

  private static Optional<RepositoryState.WorktreeFiles> listing(
      Repository repository, GitProgram git, PorcelainStatus status) {
    TreePath worktree = repository.worktree().orElseThrow();
    Optional<byte[]> cached = git.ask(List.of("ls-files", "-z", "--cached"));
    Optional<byte[]> others =
        isRoot(repository)
            ? Optional.of(new byte[0])
            : git.ask(List.of("ls-files", "-z", "--others", "--exclude-standard"));
    if (cached.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    Set<TreePath> modified = new HashSet<>();
    for (PorcelainStatus.Modified one : status.modified()) {
      GitText.below(worktree, one.path()).ifPresent(modified::add);
    }
    return Optional.of(
        new RepositoryState.WorktreeFiles(
            paths(worktree, cached.get()), modified, paths(worktree, others.get())));
  }

  private static Set<TreePath> paths(TreePath worktree, byte[] output) {
    Set<TreePath> paths = new HashSet<>();
    for (String record : GitText.records(output)) {
      // A repository inside an untracked folder is listed with a slash at its end.
      if (!record.isEmpty() && !record.endsWith("/")) {
        GitText.below(worktree, record).ifPresent(paths::add);
      }
    }
    return paths;
  }

  /** A repository over the whole machine: nobody wants to know what it does not track. */
  private static boolean isRoot(Repository repository) {
    return repository.worktree().equals(Optional.of(TreePath.ROOT));
  }

  private void files(Repository repository, SortedMap<String, String> attributes)
      throws IOException {
    if (repository.worktree().isEmpty()) {
      attributes.put("bare", "true");
    }
    int stashes =
        tree.read(repository.common().child("logs/refs/stash"), LOG_LIMIT)
            .map(bytes -> (int) new String(bytes, StandardCharsets.ISO_8859_1).lines().count())
            .orElse(0);
    count(attributes, "stash", stashes);
    if (exists(repository.common().child("shallow"))) {
      attributes.put("shallow", "true");
    }
    put(attributes, "doing", doing(repository.data()));
    if (exists(repository.common().child("lfs")) || mentionsLfs(repository)) {
      attributes.put("lfs", "true");
    }
  }

  private boolean mentionsLfs(Repository repository) throws IOException {
    return repository.worktree().isPresent()
        && tree.read(repository.worktree().get().child(".gitattributes"), LOG_LIMIT)
            .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("filter=lfs"))
            .orElse(false);
  }

  private String doing(TreePath data) throws IOException {
    if (exists(data.child("rebase-merge")) || exists(data.child("rebase-apply"))) {
      return "rebase";
    }
    if (exists(data.child("MERGE_HEAD"))) {
      return "merge";
    }
    if (exists(data.child("CHERRY_PICK_HEAD"))) {
      return "cherry-pick";
    }
    if (exists(data.child("REVERT_HEAD"))) {
      return "revert";
    }
    return exists(data.child("BISECT_LOG")) ? "bisect" : "";
  }

  private boolean exists(TreePath path) throws IOException {
    return tree.status(path)
        .map(FileStatus::kind)
        .filter(kind -> kind != NodeKind.OTHER)
        .isPresent();
  }

  private static String tags(GitProgram git, String head) {
    if (head.isEmpty()) {
      return "";
    }
    return git.ask(
            List.of(
                "for-each-ref", "--points-at=" + head, "--format=%(refname:short)", "refs/tags"))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip().replace("\n", ", "))
        .orElse("");
  }

  /** How many commits deep a shallow history goes, so that upstream can be asked for as many. */
  private static void shallow(GitProgram git, SortedMap<String, String> attributes) {
    if (attributes.containsKey("shallow")) {
      git.ask(List.of("rev-list", "--count", "--first-parent", "HEAD"))
          .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
          .filter(depth -> !depth.isEmpty())
          .ifPresent(depth -> attributes.put("shallow", depth));
    }
  }

  private static void branch(SortedMap<String, String> attributes, String branch, String head) {
    if (!branch.isEmpty()) {
      attributes.put("branch", branch);
    } else if (!head.isEmpty()) {
      attributes.put("detached", "true");
    }
  }

  private static void count(SortedMap<String, String> attributes, String name, int count) {
    if (count > 0) {
      attributes.put(name, Integer.toString(count));
    }
  }

  private static void put(SortedMap<String, String> attributes, String name, String value) {
    if (!value.isEmpty()) {
      attributes.put(name, value);
    }
  }
}
