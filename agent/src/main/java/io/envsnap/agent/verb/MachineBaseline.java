package io.envsnap.agent.verb;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.BaselineStore;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.baseline.SessionProbe;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The baseline of the machine that a verb works on. */
public final class MachineBaseline {
  private MachineBaseline() {}

  /** The one that was taken, else an inferred one. */
  public static Baseline find(Workbench bench, LocalTree tree) throws IOException {
    Optional<Baseline> taken = new BaselineStore(bench.state().baseline()).load();
    return taken.isPresent()
        ? taken.get()
        : new SessionProbe(tree, bench.state().path(), bench.clock()).infer();
  }

  /**
   * The one that was taken; else one is taken now, if nothing has happened since the session began.
   * Otherwise it is inferred: what was done before must not be taken for the image for ever.
   */
  public static Baseline takeOrInfer(Workbench bench, LocalTree tree) throws IOException {
    Baseline found = find(bench, tree);
    if (found.taken() || hasBegun(bench, Scans.changes(bench, tree, found))) {
      return found;
    }
    List<TreePath> files =
        bench.ecosystems().stream()
            .flatMap(ecosystem -> ecosystem.baselineFiles().stream())
            .distinct()
            .toList();
    return new BaselineStore(bench.state().baseline())
        .take(found.sessionStart(), Scans.inventory(bench, tree), tree, files);
  }

  private static boolean hasBegun(Workbench bench, Changes changes) throws IOException {
    LauncherNotes notes = LauncherNotes.read(bench.state().launcher());
    return changes.changed().values().stream()
        .filter(status -> status.kind() != NodeKind.DIRECTORY)
        .map(FileStatus::ctime)
        .anyMatch(ctime -> !notes.covers(ctime));
  }
}
