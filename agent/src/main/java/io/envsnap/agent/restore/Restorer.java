package io.envsnap.agent.restore;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.disk.FileLocks;
import io.envsnap.agent.disk.FolderLock;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.HalfWritten;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.RestoredHere;
import io.envsnap.agent.verb.Scans;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings a recorded session back on this machine, and checks that it is there. */
public final class Restorer {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_NAMED = 10;
  private static final String DEFAULT_NAME = "main";

  private final Workbench bench;
  private final Optional<MachineBaseline.Look> look;
  private final RestoreGuard guard;

  /** Taken once, and read once: while the state folder is locked, nobody else takes another. */
  private @Nullable Baseline baseline;

  /** A restorer of one machine. */
  public Restorer(Workbench bench) {
    this(bench, Optional.empty());
  }

  /**
   * The same.
   *
   * @param look what a machine without a baseline looked like a moment ago
   */
  public Restorer(Workbench bench, Optional<MachineBaseline.Look> look) {
    this.bench = bench;
    this.look = look;
    this.guard = new RestoreGuard(Scans.guard(bench), bench.ecosystems());
  }

  /**
   * What a restore would do. Changes nothing but envsnap's own state.
   *
   * @throws VerbException when this machine or the store cannot be read
   */
  @SuppressWarnings("try") // the lock is only held
  public RestorePlan plan(RestoreSource source, Selection selection, Latitude latitude)
      throws VerbException {
    refuseUnknown(source, selection);
    try (FolderLock lock = lock()) {
      return plan(source, selection, latitude, DigestCache.empty(), "Comparing with this machine");
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (UncheckedIOException e) {
      throw failed(new IOException(e.getMessage(), e));
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
  public RestoreReport restore(RestoreSource source, Selection selection, Latitude latitude)
      throws VerbException {
    refuseUnknown(source, selection);
    Instant began = bench.clock().instant();
    try (FolderLock lock = lock()) {
      CutInstallation.complete(bench);
      DigestCache digests = digests();
      RestorePlan plan = plan(source, selection, latitude, digests, "Comparing with this machine");
      if (plan.isDenied()) {
        throw new VerbException(
            VerbException.Kind.DENIED,
            "This user may restore nothing of it: " + plan.refused().get(0).reason(),
            "Restore as the user who recorded it, usually root");
      }
      announce(plan);
      RecordedContent content = SnapshotContent.of(source.snapshot(), bench.root());
      try (Installation installation = new Installation(bench, plan, content, latitude.relax())) {
        Prepared prepared = installation.prepare();
        SortedMap<EntryKey, String> failures = new TreeMap<>(prepared.failures());
        if (source.snapshot().isPresent()) {
          failures.replaceAll(plan::withReason);
        }
        if (!failures.isEmpty() && !latitude.bestEffort()) {
          throw impossible(plan, failures);
        }
        plan = plan.without(failures).relaxed(prepared.relaxed());
        note(plan, selection);
        if (plan.isDone() && !Files.exists(bench.state().unfinished())) {
          digests.save(bench.state().digests());
          return report(plan, new Placed(0, 0), List.of(), List.of(), List.of(), began);
        }
        return run(plan, prepared, source, selection, latitude, installation, digests, began);
      }
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
    } catch (UncheckedIOException e) {
      throw failed(new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Before anything is changed. */
  private void announce(RestorePlan plan) {
    List<BaseChange> changes = plan.isDone() ? List.of() : plan.baseChanges();
    changes.stream()
        .limit(MOST_NAMED)
        .forEach(change -> bench.progress().warn("the base has moved: " + change.spoken()));
    if (changes.size() > MOST_NAMED) {
      bench
          .progress()
          .warn("and " + (changes.size() - MOST_NAMED) + " more; `--dry-run` names all");
    }
  }

  private static VerbException impossible(RestorePlan plan, SortedMap<EntryKey, String> failures) {
    List<String> lines = new ArrayList<>();
    failures.forEach((key, why) -> lines.add("`" + key.spoken() + "` (" + why + ")"));
    String named = String.join(", ", lines.subList(0, Math.min(MOST_NAMED, lines.size())));
    return new VerbException(
        VerbException.Kind.REFUSED,
        "Nothing was changed, because "
            + lines.size()
            + " of "
            + plan.entries().size()
            + " entries cannot be brought back: "
            + named
            + (lines.size() > MOST_NAMED ? " and " + (lines.size() - MOST_NAMED) + " more" : ""),
        "To bring back all others, say `--best-effort`; to take other versions of what was asked"
            + " for, `--relax`");
  }

  @SuppressWarnings("try") // the locks are only held
  private RestoreReport run(
      RestorePlan early,
      Prepared prepared,
      RestoreSource source,
      Selection selection,
      Latitude latitude,
      Installation installation,
      DigestCache digests,
      Instant began)
      throws IOException,
          StoreException,
          EcosystemException,
          MergeConflictException,
          VerbException {
    Path unfinished = bench.state().unfinished();
    try (LocalTree tree = LocalTree.at(bench.root())) {
      RestoreExecutor executor = new RestoreExecutor(bench, tree, source.snapshot(), digests);
      RestorePlan plan = early;
      Placed placed;
      boolean relaxed = !prepared.relaxed().isEmpty();
      Map<EntryKey, String> had = relaxed ? installed(source, selection) : Map.of();
      List<Path> locks = plan.locks().stream().map(tree::onDisk).toList();
      try (FileLocks held = FileLocks.take(locks, LOCK_PATIENCE)) {
        if (held.waited()) {
          plan =
              plan(source, selection, latitude, digests, "Comparing with this machine again")
                  .without(prepared.failures())
                  .relaxed(prepared.relaxed());
        }
        if (Files.exists(unfinished)) {
          HalfWritten.sweep(tree, bench.commands(), plan.folders());
          executor.completeCut();
        }
        IntendedRemovals.note(bench.state().removals(), plan.removals(), bench.clock().instant());
        String name = source.name().isEmpty() ? DEFAULT_NAME : source.name();
        WholeFile.write(unfinished, name.getBytes(StandardCharsets.UTF_8));
        placed = executor.place(plan);
      }
      List<String> failed = new ArrayList<>(installation.install());
      bench.progress().start("Bringing caches up to date", 0, Progress.Unit.ITEMS);
      failed.addAll(executor.finish(plan));
      Set<TreePath> ours = new HashSet<>();
      plan.placed().forEach(claimed -> ours.add(claimed.node().path()));
      RestorePlan after = check(source, selection, latitude, ours, digests);
      boolean installed = !plan.installs().isEmpty() || !plan.pins().isEmpty();
      if (installed && after.hasWork()) {
        // What was installed may have written over files, and what stands on it can come now: a
        // choice between programs, dpkg's notes on a package, all files once the base is pinned.
        placeOn(after, executor).stream()
            .filter(line -> !failed.contains(line))
            .forEach(failed::add);
        after = check(source, selection, latitude, ours, digests);
      }
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(bench.state().removals());
      try (Meanwhile<Boolean, RuntimeException> saving =
          Meanwhile.doing(() -> digests.save(bench.state().digests()))) {
        List<VersionDifference> differences =
            relaxed ? VersionDifference.of(plan, had, installed(source, selection)) : List.of();
        List<String> drift = Drift.after(after, plan, differences);
        RestoreReport report = report(plan.with(after), placed, failed, drift, differences, began);
        saving.get();
        return report;
      }
    }
  }

  private RestorePlan plan(
      RestoreSource source,
      Selection selection,
      Latitude latitude,
      DigestCache digests,
      String phase)
      throws IOException, StoreException, EcosystemException {
    bench.progress().start(phase, 0, Progress.Unit.ITEMS);
    return plan(source, selection, latitude, Set.of(), digests);
  }

  private RestorePlan check(
      RestoreSource source,
      Selection selection,
      Latitude latitude,
      Set<TreePath> ours,
      DigestCache digests)
      throws IOException, StoreException, EcosystemException {
    bench.progress().start("Checking the result", 0, Progress.Unit.ITEMS);
    return plan(source, selection, latitude, ours, digests);
  }

  private RestorePlan plan(
      RestoreSource source,
      Selection selection,
      Latitude latitude,
      Set<TreePath> ours,
      DigestCache digests)
      throws IOException, StoreException, EcosystemException {
    try (LocalTree tree = LocalTree.at(bench.root(), digests)) {
      return new RestorePlanner(bench, tree, () -> baseline(tree), guard, digests)
          .plan(source, selection, latitude, ours);
    }
  }

  private Baseline baseline(LocalTree tree) throws IOException {
    Baseline known = baseline == null ? MachineBaseline.of(bench, tree, look) : baseline;
    baseline = known;
    return known;
  }

  private DigestCache digests() throws IOException {
    try (LocalTree tree = LocalTree.at(bench.root())) {
      return DigestCache.open(bench.state().digests(), tree, bench.clock().instant());
    }
  }

  @SuppressWarnings("try") // the locks are only held
  private List<String> placeOn(RestorePlan plan, RestoreExecutor executor)
      throws IOException, StoreException, MergeConflictException {
    try (LocalTree tree = LocalTree.at(bench.root());
        FileLocks held =
            FileLocks.take(plan.locks().stream().map(tree::onDisk).toList(), LOCK_PATIENCE)) {
      executor.place(plan);
    }
    return executor.finish(plan);
  }

  private Map<EntryKey, String> installed(RestoreSource source, Selection selection)
      throws IOException, EcosystemException {
    try (LocalTree tree = LocalTree.at(bench.root())) {
      return new RestorePlanner(bench, tree, () -> baseline(tree), guard, DigestCache.empty())
          .installed(source, selection);
    }
  }

  /** Before anything is done, so that a record after a cut knows it too. */
  private void note(RestorePlan plan, Selection selection) throws IOException {
    Set<EntryKey> pending = new TreeSet<>();
    plan.refused().forEach(entry -> pending.add(entry.entry().key()));
    boolean all = selection.equals(Selection.ALL);
    Path noted = bench.state().restored();
    if (all && plan.removals().isEmpty() && RestoredHere.says(noted, plan.placed(), pending)) {
      return;
    }
    Map<TreePath, EntryKey> paths = new LinkedHashMap<>(plan.placed().size() * 4 / 3);
    for (RestoreStep.Remove step : plan.removals()) {
      step.paths().forEach(path -> paths.put(path, step.entry()));
    }
    plan.placed().forEach(claimed -> paths.put(claimed.node().path(), claimed.entry()));
    RestoredHere before = RestoredHere.read(noted);
    Set<EntryKey> nowPending = all ? pending : before.pending();
    if (!before.says(paths, nowPending)) {
      before.and(paths, nowPending).write(noted);
    }
  }

  private RestoreReport report(
      RestorePlan plan,
      Placed placed,
      List<String> failedRuns,
      List<String> drift,
      List<VersionDifference> differences,
      Instant began)
      throws IOException {
    List<TreePath> written = plan.writes().stream().map(claimed -> claimed.node().path()).toList();
    boolean quiet = written.isEmpty() && plan.removals().isEmpty();
    List<String> restart = quiet ? List.of() : RestartAdvice.of(plan, began);
    return new RestoreReport(
        plan,
        placed.files(),
        placed.bytes(),
        failedRuns,
        drift,
        differences,
        restart,
        Duration.between(began, bench.clock().instant()));
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

  private FolderLock lock() throws IOException {
    bench.state().make();
    return FolderLock.take(bench.state().lock(), LOCK_PATIENCE);
  }

  private static VerbException failed(IOException e) {
    return VerbException.of(
        "The restore stopped",
        e,
        "Whatever was written is whole; mend the cause and run `envsnap restore` again");
  }
}
