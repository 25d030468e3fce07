package io.envsnap.agent.drift;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.restore.Conflict;
import io.envsnap.agent.restore.Latitude;
import io.envsnap.agent.restore.PlannedEntry;
import io.envsnap.agent.restore.RestorePlan;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.restore.Restorer;
import io.envsnap.agent.restore.Selection;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains how this machine differs from a lockfile: whatever a restore would still do. Changes
 * nothing.
 */
public final class Verifier {
  private static final String PATH = "path";
  private static final String ENTRY = "entry";

  private final Workbench bench;

  /** A verifier of one machine. */
  public Verifier(Workbench bench) {
    this.bench = bench;
  }

  /**
   * Compares.
   *
   * @throws VerbException when this machine or the store cannot be read
   */
  public DriftReport verify(RestoreSource source) throws VerbException {
    RestorePlan plan = new Restorer(bench).plan(source, Selection.ALL, Latitude.USUAL);
    List<DriftLine> lines = new ArrayList<>();
    try (LocalTree tree = LocalTree.at(bench.root());
        TreeCompare compare =
            TreeCompare.of(
                bench.root(), OwnerLookup.of(bench.root()), path -> true, DigestCache.empty())) {
      for (ClaimedNode claimed : plan.writes()) {
        TreePath path = claimed.node().path();
        String how = compare.compare(claimed.node()).map(found -> found.reason()).orElse("differs");
        String what = "`" + path + "` " + how + " (" + claimed.entry().spoken() + ")";
        lines.add(new DriftLine(PATH, what, since(tree, path), restore(claimed.entry())));
      }
      for (RestoreStep.Remove step : plan.removals()) {
        for (TreePath path : step.paths()) {
          String what = "`" + path + "` is there: " + step.why();
          lines.add(new DriftLine(PATH, what, since(tree, path), restore(step.entry())));
        }
      }
      for (RestoreStep.Merge step : plan.merges()) {
        String what = "`" + step.file() + "` lacks what belongs to " + step.entry().spoken();
        Optional<Instant> since = since(tree, step.file());
        lines.add(new DriftLine("database", what, since, restore(step.entry())));
      }
      for (Conflict conflict : plan.conflicts()) {
        String what = "`" + conflict.path() + "`: " + conflict.reason();
        lines.add(new DriftLine(PATH, what, since(tree, conflict.path()), mend(conflict)));
      }
    } catch (IOException e) {
      throw VerbException.of("Verifying stopped", e, "Mend the cause and run it again");
    }
    entries(plan, lines);
    return new DriftReport(plan.entries().size(), lines);
  }

  private static void entries(RestorePlan plan, List<DriftLine> lines) {
    for (RestoreStep.Install step : plan.installs()) {
      String what = step.entry().spoken() + " is not here: " + step.reason();
      lines.add(new DriftLine(ENTRY, what, Optional.empty(), restore(step.entry())));
    }
    for (RestoreStep.Without lack : plan.lacks()) {
      String what = lack.entry().spoken() + " is without " + lack.what();
      String mend = "name the store that has its snapshot with --store, then restore";
      lines.add(new DriftLine(ENTRY, what, Optional.empty(), mend));
    }
    for (PlannedEntry refused : plan.refused()) {
      EntryKey key = refused.entry().key();
      String what = key.spoken() + " " + refused.entry().version() + ": " + refused.reason();
      lines.add(new DriftLine(ENTRY, what, Optional.empty(), mend(plan, refused)));
    }
  }

  /** Work in a repository is never overwritten. */
  private static String mend(Conflict conflict) {
    return conflict.entry().ecosystem().value().equals("git")
        ? "keep it, or move it aside and restore"
        : "keep it, or envsnap restore --overwrite '" + conflict.path() + "'";
  }

  private static String mend(RestorePlan plan, PlannedEntry refused) {
    EntryKey key = refused.entry().key();
    if (plan.denied().contains(key)) {
      return "restore as a user who may, usually root";
    }
    return refused.rung() >= PlannedEntry.RELAXED
        ? restore(key) + " --relax"
        : "install it by hand, or restore on a machine like the recorded one";
  }

  private static String restore(EntryKey key) {
    return "envsnap restore --only '" + key.ecosystem() + ":" + key.name() + "'";
  }

  /** The inode's own time; what is gone was last there before its folder changed. */
  private static Optional<Instant> since(LocalTree tree, TreePath path) throws IOException {
    Optional<FileStatus> status = tree.status(path);
    Optional<TreePath> above = path.parent();
    while (status.isEmpty() && above.isPresent()) {
      status = tree.status(above.get());
      above = above.get().parent();
    }
    return status.map(
        found -> Instant.ofEpochSecond(found.ctime().seconds(), found.ctime().nanos()));
  }
}
