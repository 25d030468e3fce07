package io.envsnap.agent.record;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A machine on which nobody was at work, and what was seen of it then.
 *
 * @param quiet tells whether somebody has been at work since
 * @param scan what was seen
 */
record QuietScan(QuietSession quiet, SessionScan scan) {
  /**
   * Waits until nobody is at work, and looks.
   *
   * @return empty when somebody is for longer than that
   */
  static Optional<QuietScan> look(Workbench bench, LocalTree tree, Duration patience)
      throws IOException {
    Optional<QuietSession> quiet = QuietSession.await(bench, tree, patience);
    return quiet.isPresent()
        ? Optional.of(new QuietScan(quiet.get(), scan(bench, tree)))
        : Optional.empty();
  }

  private static SessionScan scan(Workbench bench, LocalTree tree) throws IOException {
    LauncherNotes notes = LauncherNotes.read(bench.state().launcher());
    MachineBaseline.Scan machine = MachineBaseline.scan(bench, tree);
    Baseline baseline = machine.baseline();
    Changes changes = machine.changes();
    Map<TreePath, byte[]> shared = SharedFiles.without(tree, changes);
    return new SessionScan(
        baseline, notes, SharedFiles.ofSession(changes, shared, baseline), shared);
  }
}
