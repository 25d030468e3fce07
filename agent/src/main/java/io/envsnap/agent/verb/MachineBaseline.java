package io.envsnap.agent.verb;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.BaselineStore;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.baseline.SessionProbe;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.TreeScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The baseline of the machine that a verb works on. */
public final class MachineBaseline {
  private MachineBaseline() {}

  /**
   * What a machine without a baseline looks like.
   *
   * @param inferred what can be said of its image
   * @param found its paths, and those that the session has changed
   */
  public record Look(Baseline inferred, TreeScan.Found found) {}

  /**
   * Looks at a machine of which no baseline was taken; empty where one was. Changes nothing, so it
   * may be done before the state folder is locked.
   */
  public static Optional<Look> look(Workbench bench, LocalTree tree) throws IOException {
    return new BaselineStore(bench.state().baseline()).isTaken()
        ? Optional.empty()
        : Optional.of(lookNow(bench, tree));
  }

  private static Look lookNow(Workbench bench, LocalTree tree) throws IOException {
    Baseline inferred = new SessionProbe(tree, bench.state().path(), bench.clock()).infer();
    return new Look(inferred, Scans.both(bench, tree, inferred));
  }

  /**
   * The one that was taken; else one is taken now. What the session has done until then is not
   * taken for the image: of those paths the baseline knows nothing.
   */
  public static Baseline of(Workbench bench, LocalTree tree) throws IOException {
    return of(bench, tree, Optional.empty());
  }

  /**
   * The same.
   *
   * @param early what the machine looked like a moment ago
   */
  public static Baseline of(Workbench bench, LocalTree tree, Optional<Look> early)
      throws IOException {
    BaselineStore store = new BaselineStore(bench.state().baseline());
    Optional<Baseline> taken = store.load();
    if (taken.isPresent()) {
      return taken.get();
    }
    Look look = early.isPresent() ? early.get() : lookNow(bench, tree);
    if (look.inferred().session().image().isPresent()) {
      bench
          .progress()
          .warn(
              "this machine's clock was set back after its image was unpacked; files that the"
                  + " session changed at the image's own time cannot be told from the image's");
    }
    List<TreePath> files =
        bench.ecosystems().stream()
            .flatMap(ecosystem -> ecosystem.baselineFiles().stream())
            .distinct()
            .toList();
    return store.take(
        look.inferred().session(),
        !hasBegun(bench, look.found().changes()),
        look.found().inventory(),
        tree,
        files);
  }

  /**
   * What a machine is compared with, and what of it has changed.
   *
   * @param baseline as {@link #of(Workbench, LocalTree)} says
   * @param changes since that
   */
  public record Scan(Baseline baseline, Changes changes) {}

  /** Looks at the machine; where no baseline was taken yet, one look serves both. */
  public static Scan scan(Workbench bench, LocalTree tree) throws IOException {
    if (new BaselineStore(bench.state().baseline()).isTaken()) {
      try (Meanwhile<Baseline, IOException> baseline =
          Meanwhile.begin(IOException.class, () -> of(bench, tree))) {
        Changes changes = Scans.changes(bench, tree, baseline);
        return new Scan(baseline.get(), changes);
      }
    }
    Look look = lookNow(bench, tree);
    Baseline baseline = of(bench, tree, Optional.of(look));
    // One that was taken before the session began knows more than what can be inferred now.
    return baseline.taken()
        ? new Scan(baseline, Scans.changes(bench, tree, baseline))
        : new Scan(baseline, look.found().changes());
  }

  private static boolean hasBegun(Workbench bench, Changes changes) throws IOException {
    LauncherNotes notes = LauncherNotes.read(bench.state().launcher());
    return changes.changed().values().stream()
        .filter(status -> status.kind() != NodeKind.DIRECTORY)
        .map(FileStatus::ctime)
        .anyMatch(ctime -> !notes.covers(ctime));
  }
}
