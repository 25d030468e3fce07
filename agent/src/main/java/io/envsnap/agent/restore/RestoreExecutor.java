package io.envsnap.agent.restore;

import io.envsnap.agent.concurrent.Crew;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.Difference;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Runs a plan, phase by phase. Each single change is whole or not made; cut off anywhere, the same
 * restore run again completes.
 */
final class RestoreExecutor {
  private static final int MERGE_LIMIT = 64 << 20;

  private final Workbench bench;
  private final HostTree tree;
  private final Optional<OpenSnapshot> snapshot;
  private final DigestCache digests;
  private final List<String> failedRuns = new ArrayList<>();

  /** Whether a restore before this one ended in the middle: what it had moved is not known. */
  private boolean wasCut;

  RestoreExecutor(
      Workbench bench, HostTree tree, Optional<OpenSnapshot> snapshot, DigestCache digests) {
    this.digests = digests;
    this.bench = bench;
    this.tree = tree;
    this.snapshot = snapshot;
  }

  /** What a restore that was cut off had not removed yet, and folders that it had not settled. */
  void completeCut() throws IOException {
    wasCut = true;
    try (TreeWriter writer =
        TreeWriter.open(bench.root(), OwnerLookup.of(bench.root()), path -> true)) {
      IntendedRemovals.complete(bench.state().removals(), tree, writer);
    }
  }

  /** Everything but the last phase; the plan's locks are held by the caller. */
  @SuppressWarnings("try") // the sync only goes on meanwhile
  Placed place(RestorePlan plan) throws IOException, StoreException, MergeConflictException {
    OwnerLookup owners = OwnerLookup.of(bench.root());
    try (TreeWriter writer = TreeWriter.open(bench.root(), owners, path -> true, digests)) {
      phase("Making room");
      merge(plan, Phase.ACCOUNTS, writer);
      run(plan, Phase.ACCOUNTS);
      owners.reload();
      for (RestoreStep.Remove remove : plan.removals()) {
        remove(remove, writer);
      }
      run(plan, Phase.REMOVALS);
      bench.progress().start("Restoring files", plan.bytes(), Progress.Unit.BYTES);
      NodePlacer placer = new NodePlacer(writer, snapshot, bench.progress());
      try (EarlySync meanwhile = EarlySync.begin(writer.another())) {
        placer.place(those(plan, Placement.CONTENT));
      }
      run(plan, Phase.CONTENT);
      phase("Registering packages");
      // What says "installed" must not reach the disk before what it speaks of.
      writer.sync();
      placer.place(those(plan, Placement.LATE));
      run(plan, Phase.LATE_CONTENT);
      writer.sync();
      merge(plan, Phase.DATABASES, writer);
      run(plan, Phase.DATABASES);
      return placer.placed();
    }
  }

  /** The last phase, after the locks are released: what failed and matters. */
  List<String> finish(RestorePlan plan) throws IOException, StoreException {
    run(plan, Phase.FINISH);
    if (!plan.installs().isEmpty()) {
      dressAgain(plan);
    }
    settle(plan);
    return List.copyOf(failedRuns);
  }

  private void phase(String title) {
    bench.progress().start(title, 0, Progress.Unit.ITEMS);
  }

  /**
   * Scripts of installed packages write what they made on the recorded machine, at another time.
   */
  private void dressAgain(RestorePlan plan) throws IOException, StoreException {
    OwnerLookup owners = OwnerLookup.of(bench.root());
    List<ClaimedNode> undressed = new ArrayList<>();
    try (TreeCompare compare = TreeCompare.of(bench.root(), owners, path -> true, digests)) {
      for (ClaimedNode claimed : plan.placed()) {
        boolean folder = claimed.node() instanceof TreeNode.Directory;
        Optional<Difference> found = folder ? Optional.empty() : compare.compare(claimed.node());
        if (found.filter(one -> one.extent() == Difference.Extent.METADATA).isPresent()) {
          undressed.add(claimed);
        }
      }
    }
    try (TreeWriter writer = TreeWriter.open(bench.root(), owners, path -> true)) {
      new NodePlacer(writer, snapshot, bench.progress()).place(undressed);
    }
  }

  /**
   * Gives the recorded folders their times once more: of those that were there already, what was
   * written below them has moved the time, and of any other the last programs may have.
   */
  private void settle(RestorePlan plan) throws IOException {
    Set<TreePath> moved = new HashSet<>();
    TreePath last = TreePath.ROOT;
    for (ClaimedNode claimed : plan.writes()) {
      TreePath path = claimed.node().path();
      if (claimed.node() instanceof TreeNode.Directory) {
        moved.add(path);
      }
      if (!path.isChildOf(last)) {
        last = path.parent().orElse(TreePath.ROOT);
        moved.add(last);
      }
    }
    for (RestoreStep.Remove remove : plan.removals()) {
      remove.paths().forEach(path -> path.parent().ifPresent(moved::add));
    }
    List<TreeNode.Directory> folders = new ArrayList<>();
    for (ClaimedNode claimed : plan.placed()) {
      if (claimed.node() instanceof TreeNode.Directory folder
          && (wasCut || moved.contains(folder.path()))) {
        folders.add(folder);
      }
    }
    try (TreeWriter writer =
        TreeWriter.open(bench.root(), OwnerLookup.of(bench.root()), path -> true)) {
      Crew.all(
          folders,
          () -> {
            TreeWriter own = writer.another();
            return (number, folder) -> own.directoryTime(folder);
          });
    }
  }

  private static List<ClaimedNode> those(RestorePlan plan, Placement placement) {
    Predicate<ClaimedNode> wanted = claimed -> claimed.placement() == placement;
    return plan.writes().stream().filter(wanted).toList();
  }

  private void merge(RestorePlan plan, Phase phase, TreeWriter writer)
      throws IOException, MergeConflictException {
    for (RestoreStep.Merge step : plan.merges()) {
      if (step.phase() != phase) {
        continue;
      }
      TreePath file = tree.resolveParents(step.file());
      Optional<byte[]> current = tree.read(file, MERGE_LIMIT);
      byte[] merged = step.merge().merge(current);
      if (!Arrays.equals(current.orElse(new byte[0]), merged)) {
        writer.rewrite(file, merged, metadataOf(file, step.metadata()));
      }
    }
  }

  /** An existing file keeps its own mode and owner; its time becomes now. */
  private Metadata metadataOf(TreePath file, Metadata fallback) throws IOException {
    Instant now = bench.clock().instant();
    Timestamp mtime = new Timestamp(now.getEpochSecond(), now.getNano());
    return tree.status(file)
        .map(status -> new Metadata(status.mode(), status.owner(), mtime, fallback.xattrs()))
        .orElse(new Metadata(fallback.mode(), fallback.owner(), mtime, fallback.xattrs()));
  }

  private static void remove(RestoreStep.Remove step, TreeWriter writer) throws IOException {
    List<TreePath> deepestFirst = new ArrayList<>(step.paths());
    deepestFirst.sort(Comparator.reverseOrder());
    for (TreePath path : deepestFirst) {
      writer.removeAny(path);
    }
  }

  private void run(RestorePlan plan, Phase phase) {
    for (RestoreStep.Run step : plan.runs()) {
      if (step.phase() != phase) {
        continue;
      }
      String words = String.join(" ", step.command().words());
      try {
        bench.commands().require(step.command());
      } catch (CommandException e) {
        if (step.needed()) {
          failedRuns.add("`" + words + "` failed: " + e.getMessage());
        } else {
          bench.progress().warn("`" + words + "` failed: " + e.getMessage());
        }
      }
    }
  }
}
