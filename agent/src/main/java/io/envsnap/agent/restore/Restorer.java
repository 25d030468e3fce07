package io.envsnap.agent.restore;

import io.envsnap.agent.disk.FileLocks;
import io.envsnap.agent.disk.FolderLock;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a recorded session back on this machine, and checks that it is there. */
public final class Restorer {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);

  private final Workbench bench;

  /** A restorer of one machine. */
  public Restorer(Workbench bench) {
    this.bench = bench;
  }

  /**
   * What a restore would do. Changes nothing but envsnap's own state.
   *
   * @throws VerbException when this machine or the store cannot be read
   */
  @SuppressWarnings("try") // the lock is only held
  public RestorePlan plan(RestoreSource source, Selection selection) throws VerbException {
    refuseUnknown(source, selection);
    try (FolderLock lock = lock()) {
      return planner().plan(source, selection);
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Restores what is selected.
   *
   * @throws VerbException when it had to stop; whatever was written by then is whole, and the same
   *     restore run again completes
   */
  @SuppressWarnings("try") // the lock is only held
  public RestoreReport restore(RestoreSource source, Selection selection) throws VerbException {
    refuseUnknown(source, selection);
    Instant began = bench.clock().instant();
    try (FolderLock lock = lock()) {
      RestorePlan plan = planner().plan(source, selection);
      Optional<OpenSnapshot> snapshot = source.snapshot();
      if (snapshot.isEmpty() || (plan.isDone() && !Files.exists(unfinished()))) {
        return report(plan, new Placed(0, 0), List.of(), List.of(), began);
      }
      return run(plan, source, selection, snapshot.get(), began);
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (MergeConflictException e) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          "Another program changed this machine's databases meanwhile: " + e.getMessage(),
          "Let it end and run `envsnap restore` again",
          e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @SuppressWarnings("try") // the locks are only held
  private RestoreReport run(
      RestorePlan plan,
      RestoreSource source,
      Selection selection,
      OpenSnapshot snapshot,
      Instant began)
      throws IOException,
          StoreException,
          EcosystemException,
          MergeConflictException,
          VerbException {
    LocalTree tree = LocalTree.at(bench.root());
    RestoreExecutor executor = new RestoreExecutor(bench, tree, snapshot);
    Placed placed;
    List<Path> locks = plan.locks().stream().map(tree::onDisk).toList();
    try (FileLocks held = FileLocks.take(locks, LOCK_PATIENCE)) {
      Files.createDirectories(unfinished().getParent());
      Files.writeString(unfinished(), "");
      placed = executor.place(plan);
    }
    List<String> failedRuns = executor.finish(plan);
    Files.deleteIfExists(unfinished());
    List<String> drift = Drift.after(planner().plan(source, selection), plan);
    return report(plan, placed, failedRuns, drift, began);
  }

  private RestoreReport report(
      RestorePlan plan, Placed placed, List<String> failedRuns, List<String> drift, Instant began)
      throws IOException {
    List<TreePath> written = plan.writes().stream().map(claimed -> claimed.node().path()).toList();
    List<String> restart = written.isEmpty() ? List.of() : RestartAdvice.of(plan, began);
    return new RestoreReport(
        plan,
        placed.files(),
        placed.bytes(),
        failedRuns,
        drift,
        restart,
        Duration.between(began, bench.clock().instant()));
  }

  private RestorePlanner planner() throws IOException {
    LocalTree tree = LocalTree.at(bench.root());
    return new RestorePlanner(bench, tree, MachineBaseline.of(bench, tree));
  }

  private static void refuseUnknown(RestoreSource source, Selection selection)
      throws VerbException {
    List<String> unknown = new ArrayList<>(selection.unmatched(source.lockfile().entries()));
    if (!unknown.isEmpty()) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "The lockfile has nothing called `" + unknown.get(0) + "`",
          "Say an ecosystem (`--only pip`) or one entry of it (`--only pip:numpy`);"
              + " `envsnap show` lists them");
    }
  }

  private Path unfinished() {
    return bench.state().path().resolve("restore-unfinished");
  }

  private FolderLock lock() throws IOException {
    bench.state().make();
    return FolderLock.take(bench.state().lock(), LOCK_PATIENCE);
  }

  private static VerbException failed(IOException e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new VerbException(
        VerbException.Kind.FAILED,
        "The restore stopped: " + said,
        "Whatever was written is whole; mend the cause and run `envsnap restore` again",
        e);
  }
}
