package io.envsnap.agent;

import io.envsnap.agent.compat.Compatibility;
import io.envsnap.agent.compat.Finding;
import io.envsnap.agent.compat.InstalledSoftware;
import io.envsnap.agent.compat.MachineFacts;
import io.envsnap.agent.compat.Software;
import io.envsnap.agent.compat.Verdict;
import io.envsnap.agent.restore.Selection;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreAddress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.lockfile.Lockfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a machine and its store, and judges packages for it; changes nothing. */
final class Doctor {
  private final Workbench bench;
  private final ObjectStore store;
  private final SnapshotRepository repository;

  Doctor(Workbench bench, ObjectStore store, SnapshotRepository repository) {
    this.bench = bench;
    this.store = store;
    this.repository = repository;
  }

  DoctorReport report(Optional<Lockfile> lockfile) throws VerbException {
    String problem = "";
    int names = 0;
    try {
      names = repository.names().size();
    } catch (StoreException e) {
      problem = String.valueOf(e.getMessage());
    }
    return new DoctorReport(
        bench.host().get(),
        lockfile.isPresent() ? "the lockfile's packages" : "this machine's packages",
        lockfile.isPresent() ? judge(lockfile.get(), Selection.ALL) : installed(),
        store.address(),
        problem,
        problem.isEmpty() ? access() : "",
        problem.isEmpty() ? StoreLife.of(store) : new StoreLife(store.diesWithMachine(), ""),
        names,
        new Watch(bench.root(), bench.state(), bench.commands()).facts(),
        places());
  }

  /** A folder asks nobody to sign in: whether this user may write to it is all there is. */
  private String access() {
    Optional<Path> place = StoreAddress.parse(store.address()).folder();
    if (place.isEmpty()) {
      return "reachable";
    }
    Path folder = place.get();
    if (!Files.isWritable(existing(folder))) {
      return "not writable by this user";
    }
    return Files.exists(folder) ? "writable" : "not there yet; the first record makes it";
  }

  /** Whether what is selected of a lockfile runs here. */
  List<Finding> judge(Lockfile lockfile, Selection selection) {
    return compatibility()
        .judge(Software.of(lockfile.entries().stream().filter(selection::includes).toList()));
  }

  /**
   * Stops a restore whose packages will not run here.
   *
   * @throws VerbException of the kind {@code REFUSED}
   */
  void requireRunnable(Lockfile lockfile, Selection selection) throws VerbException {
    List<Finding> findings = judge(lockfile, selection);
    for (Finding finding : findings) {
      if (finding.verdict() == Verdict.WILL_NOT_RUN) {
        String cure = finding.cure().isEmpty() ? "" : finding.cure() + ", or restore";
        throw new VerbException(
            VerbException.Kind.REFUSED,
            "`" + finding.subject() + "` will not run on this machine: " + finding.fact(),
            (cure.isEmpty() ? "Restore" : cure)
                + " all the same with `--ignore-accelerator`; `envsnap doctor` says more");
      }
    }
    boolean cuda =
        findings.stream().anyMatch(finding -> finding.verdict() == Verdict.RUNS_WITH_LIMITS);
    if (cuda && !compatibility().hasCuda()) {
      bench
          .progress()
          .warn("this machine has no NVIDIA card; packages for one come back all the" + " same");
    }
  }

  private Compatibility compatibility() {
    return new Compatibility(MachineFacts.of(bench.host().get()));
  }

  private List<Finding> installed() throws VerbException {
    try {
      return compatibility()
          .judge(InstalledSoftware.of(LocalTree.at(bench.root()), bench.host().get().pythons()));
    } catch (IOException e) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          "The packages of this machine cannot be read: " + e.getMessage(),
          "Run it as the user whose packages they are, or as root",
          e);
    }
  }

  private List<DoctorReport.Place> places() {
    List<DoctorReport.Place> places = new ArrayList<>();
    place("the machine", bench.root(), places);
    place("envsnap's state", bench.state().path(), places);
    StoreAddress.parse(store.address())
        .folder()
        .ifPresent(folder -> place("the store", folder, places));
    return places;
  }

  private static Path existing(Path path) {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private static void place(String what, Path path, List<DoctorReport.Place> places) {
    Path existing = existing(path);
    try {
      places.add(
          new DoctorReport.Place(
              what, path.toString(), Files.getFileStore(existing).getUsableSpace()));
    } catch (IOException e) {
      // A place that cannot be asked is named by the store's own problem.
      places.add(new DoctorReport.Place(what, path.toString(), 0));
    }
  }
}
