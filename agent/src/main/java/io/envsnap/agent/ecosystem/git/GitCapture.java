package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.FoldersAbove;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.PathTable;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run over the changes of a session: finds repositories and gives each its paths. */
final class GitCapture {
  private final CaptureContext context;
  private final boolean withPrograms;
  private final RepositoryReader reader;
  private final IndexedFiles indexed;
  private final SortedMap<TreePath, Repository> repositories;
  private final RepositoryRoots roots;
  private final Map<Repository, RepositoryState> states = new HashMap<>();

  // Each repository is one object, and each changed path asks for its own.
  private final IdentityHashMap<Repository, WorktreeClaims> worktrees = new IdentityHashMap<>();
  private final IdentityHashMap<Repository, Claim> content = new IdentityHashMap<>();

  private final List<Entry> entries = new ArrayList<>();
  private final Map<TreePath, Claim> claims;
  private final Set<TreePath> absorbed = new HashSet<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Prepares a run: reads what repositories there are, and what each is at.
   *
   * @param withPrograms whether hooks and settings that run programs are recorded
   */
  GitCapture(CaptureContext context, boolean withPrograms) throws IOException {
    this.context = context;
    this.claims = new PathTable<>(context.changes().changed());
    this.withPrograms = withPrograms;
    this.indexed = new IndexedFiles(context);
    this.reader = new RepositoryReader(context.tree(), context.commands(), indexed::isLeftOut);
    this.repositories = new RepositoryFinder(context.tree()).find(context.changes());
    this.roots = new RepositoryRoots(repositories.values());
    for (Repository repository : repositories.values()) {
      states.put(repository, reader.read(repository));
    }
  }

  /** Everything that git says of the session. */
  Capture run() throws IOException {
    if (repositories.isEmpty() && context.changes().mounts().isEmpty()) {
      return Capture.NOTHING;
    }
    for (Repository repository : repositories.values()) {
      RepositoryState state = states.getOrDefault(repository, RepositoryState.UNKNOWN);
      worktrees.put(
          repository, new WorktreeClaims(context.tree(), context.searched(), state.files()));
    }
    for (Map.Entry<TreePath, FileStatus> change : context.changes().changed().entrySet()) {
      if (!context.claimed().contains(change.getKey())) {
        give(change.getKey(), Optional.of(change.getValue()));
      }
    }
    for (TreePath path : context.changes().deleted()) {
      if (!context.claimed().contains(path)) {
        give(path, Optional.empty());
      }
    }
    claimFolders();
    describe();
    describeMounted();
    return new Capture(entries, claims, absorbed, substitutes, Map.of(), needs, leftOut);
  }

  private void give(TreePath path, Optional<FileStatus> status) throws IOException {
    Optional<Repository> owner = roots.owner(path);
    if (owner.isEmpty()) {
      return;
    }
    Repository repository = owner.get();
    if (status.isEmpty()) {
      claim(path, repository);
    } else if (repository.holdsData(path)) {
      data(path, status.get(), repository);
    } else if (status.get().kind() != NodeKind.DIRECTORY
        && Optional.ofNullable(worktrees.get(repository))
            .map(files -> files.takes(path, status.get()))
            .orElse(false)) {
      claim(path, repository);
    }
  }

  private void data(TreePath path, FileStatus status, Repository repository) throws IOException {
    if (!path.isWithin(repository.data()) || path.equals(repository.data())) {
      claim(path, repository);
      return;
    }
    String relative = path.value().substring(repository.data().value().length() + 1);
    DataRule rule = DataRule.of(relative);
    if (status.kind() == NodeKind.OTHER || rule == DataRule.LEFTOVER) {
      absorbed.add(path);
    } else if (status.kind() != NodeKind.FILE) {
      claim(path, repository);
    } else {
      switch (rule) {
        case HOOK -> hook(path, status, repository);
        case CONFIG, TEXT -> text(path, status, repository, rule);
        default -> claim(path, repository);
      }
    }
  }

  private void hook(TreePath path, FileStatus status, Repository repository) throws IOException {
    if (withPrograms || LfsHooks.isKnown(context.tree(), path, status)) {
      claim(path, repository);
    } else {
      leftOut.add(
          new LeftOut(path.value(), status.size(), "a hook is a program that git runs", ""));
    }
  }

  private void text(TreePath path, FileStatus status, Repository repository, DataRule rule)
      throws IOException {
    boolean config = rule == DataRule.CONFIG;
    if (status.size() > CleanText.LIMIT) {
      // Nothing of git's own is that long but a log of refs; git-annex keeps data of any size here.
      if (config || path.isWithin(repository.common().child("logs"))) {
        leftOut.add(
            new LeftOut(path.value(), status.size(), "too long to be searched for secrets", ""));
      } else {
        claim(path, repository);
      }
      return;
    }
    CleanText clean = new CleanText(context.tree(), withPrograms);
    Optional<RecordedConfig> cleaned = config ? clean.config(path) : clean.text(path);
    if (cleaned.isEmpty()) {
      String reason = config ? "git cannot read it either" : "it holds a private key";
      leftOut.add(new LeftOut(path.value(), status.size(), reason, ""));
      return;
    }
    claim(path, repository);
    RecordedConfig recorded = cleaned.get();
    if (recorded.changed()) {
      substitutes.put(path, recorded.bytes());
    }
    for (Finding finding : recorded.found()) {
      needs.add(finding.need("git " + repository.path()));
    }
    for (String program : recorded.programs()) {
      // The file itself is recorded, so the line names the setting after the file.
      leftOut.add(
          new LeftOut(path.value() + ":" + program, 0, "a setting that runs a program", ""));
    }
  }

  private void claim(TreePath path, Repository repository) {
    claims.put(path, content.computeIfAbsent(repository, one -> Claim.content(one.key())));
  }

  /** Folders of worktrees go with what they hold. */
  private void claimFolders() {
    FoldersAbove needed = new FoldersAbove();
    claims.keySet().forEach(needed::add);
    context
        .changes()
        .changed()
        .forEach(
            (path, status) -> {
              if (status.kind() == NodeKind.DIRECTORY
                  && needed.contains(path)
                  && !context.claimed().contains(path)
                  && !claims.containsKey(path)) {
                roots.owner(path).ifPresent(repository -> claim(path, repository));
              }
            });
  }

  private void describe() throws IOException {
    BaseFingerprint fingerprint = new BaseFingerprint(context.tree());
    for (Repository repository : repositories.values()) {
      RepositoryState state = states.getOrDefault(repository, RepositoryState.UNKNOWN);
      SortedMap<String, String> attributes = new TreeMap<>(state.attributes());
      attributes.putAll(relations(repository));
      attributes.putAll(indexed.attributes(repository, state));
      String base = fingerprint.of(repository.data(), context.changes().changed().keySet());
      if (!base.isEmpty()) {
        if (onlyObjects(repository)) {
          continue;
        }
        attributes.put("base", base);
      }
      boolean requested = repository.kind() != Repository.Kind.SUBMODULE;
      entries.add(new Entry(repository.key(), state.head(), requested, List.of(), attributes));
    }
  }

  /** Repositories on mounts that were not walked: persistent, so remote and commit are enough. */
  private void describeMounted() throws IOException {
    MountedRepositories mounted =
        new MountedRepositories(context.tree(), context.baseline().sessionStart());
    for (TreePath mount : context.changes().mounts()) {
      for (Repository repository : mounted.below(mount)) {
        if (!repositories.containsKey(repository.path())) {
          RepositoryState state = reader.readBriefly(repository);
          SortedMap<String, String> attributes = new TreeMap<>(state.attributes());
          attributes.remove("index");
          attributes.put("mounted", "true");
          entries.add(new Entry(repository.key(), state.head(), true, List.of(), attributes));
        }
      }
    }
  }

  /**
   * A clone of a local repository links its objects, which changes their inodes; nothing of the
   * repository itself has changed then.
   */
  private boolean onlyObjects(Repository repository) {
    TreePath objects = repository.common().child("objects");
    List<TreePath> own =
        claims.entrySet().stream()
            .filter(claim -> claim.getValue().entry().equals(repository.key()))
            .map(Map.Entry::getKey)
            .toList();
    boolean only = own.stream().allMatch(path -> path.isWithin(objects));
    if (only) {
      own.forEach(claims::remove);
      absorbed.addAll(own);
    }
    return only;
  }

  private Map<String, String> relations(Repository repository) {
    Map<String, String> relations = new HashMap<>();
    TreePath path = repository.path();
    if (!repository.data().isWithin(path)) {
      relations.put("data", repository.data().value());
    }
    long submodules =
        repositories.values().stream()
            .filter(other -> other.kind() == Repository.Kind.SUBMODULE)
            .filter(other -> other.data().isWithin(repository.data()) && !other.equals(repository))
            .count();
    if (submodules > 0) {
      relations.put("submodules", Long.toString(submodules));
    }
    return relations;
  }
}
