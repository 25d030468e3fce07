package io.envsnap.agent;

import io.envsnap.agent.drift.DriftReport;
import io.envsnap.agent.drift.Verifier;
import io.envsnap.agent.export.ExportReport;
import io.envsnap.agent.export.Exporter;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.HostProbe;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.record.RecordReport;
import io.envsnap.agent.record.RecordRequest;
import io.envsnap.agent.record.Recorder;
import io.envsnap.agent.record.StoreProgram;
import io.envsnap.agent.restore.Latitude;
import io.envsnap.agent.restore.RestorePlan;
import io.envsnap.agent.restore.RestoreReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.restore.Restorer;
import io.envsnap.agent.restore.Selection;
import io.envsnap.agent.restore.SourceFinder;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.NamedRefs;
import io.envsnap.agent.snapshot.PruneReport;
import io.envsnap.agent.snapshot.PruneRequest;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.StoreCheck;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.system.SystemDigests;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.Lineage;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.agent.watch.Launch;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.redact.CredentialFile;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The front door: all that a command line or a notebook may ask of envsnap on this machine. */
public final class Envsnap implements AutoCloseable {
  private final Settings settings;
  private final ObjectStore store;
  private final SnapshotRepository repository;
  private final Once<LocalTree> tree;
  private final Once<HostFacts> host;
  private final Once<Boolean> digests = Once.of(SystemDigests::install);
  private final Once<Optional<MachineBaseline.Look>> look;
  private final Workbench bench;

  private Envsnap(Settings settings, ObjectStore store, InstantSource clock, Progress progress) {
    this.settings = settings;
    this.store = store;
    this.repository = new SnapshotRepository(store, clock, settings.state().spool());
    SystemCommands commands = new SystemCommands();
    this.tree = Once.of(() -> tree(settings));
    this.host = Once.of(() -> probe(tree.get(), settings, commands, progress));
    this.bench =
        new Workbench(
            settings.root(),
            settings.state(),
            OwnPaths.of(settings, store),
            Envsnap::isWithheld,
            OwnPaths.treePath(settings.notebookFolder()),
            host,
            Bundled.ecosystems(settings.limits()),
            commands,
            new SystemCommands(UpstreamVariables.of(settings.environment())),
            clock,
            progress,
            settings.tool(),
            settings.build());
    this.look =
        Once.of(
            () -> {
              tree.get();
              // Whoever reads the snapshot meanwhile has much to hash.
              digests.get();
              host.begin();
              return look(bench);
            });
  }

  /** Where that fails, it is tried again by whoever needs it, and told. */
  private static Optional<MachineBaseline.Look> look(Workbench bench) {
    try (LocalTree tree = LocalTree.at(bench.root())) {
      return MachineBaseline.look(bench, tree);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** For verbs that hash much; loading the library would make the short ones wait. */
  private Workbench hashing() {
    host.get();
    digests.get();
    return bench;
  }

  /**
   * Opens the front door.
   *
   * @throws VerbException when the store's address makes no sense or it cannot be opened
   */
  public static Envsnap open(Settings settings, InstantSource clock, Progress progress)
      throws VerbException {
    try {
      return new Envsnap(settings, Bundled.store(settings, clock, progress), clock, progress);
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /**
   * Records the session of this machine.
   *
   * @param unasked whether nobody asked for it: what is recorded already is not recorded again
   */
  public RecordReport record(boolean unasked) throws VerbException {
    // Programs are asked about the machine while its files are looked at.
    host.begin();
    digests.get();
    String limits = settings.limits().toString();
    RecordRequest request =
        new RecordRequest(settings.name(), settings.lockfile(), unasked, limits);
    RecordReport report = new Recorder(bench, repository, store.address()).record(request);
    Optional<Path> program = settings.program();
    if (!unasked && program.isPresent() && store.diesWithMachine().isEmpty()) {
      Path javaHome = Path.of(System.getProperty("java.home"));
      new StoreProgram(bench, store, javaHome).put(program.get());
    }
    return report;
  }

  /**
   * Watches this session from now on, and records what it has done until now.
   *
   * @return what was recorded, and what could not be watched
   */
  public WatchReport watch() throws VerbException {
    Recorder recorder = new Recorder(bench, repository, store.address());
    recorder.begin(settings.lockfile());
    Watch watch = new Watch(settings.root(), settings.state(), bench.commands());
    List<String> missing = watch.begin(bench);
    Optional<RecordReport> report = Optional.empty();
    String unrecorded = "";
    try {
      report = Optional.of(record(false));
    } catch (VerbException e) {
      boolean refused =
          e.kind() == VerbException.Kind.REFUSED || e.kind() == VerbException.Kind.NOTHING;
      if (!refused) {
        throw e;
      }
      unrecorded = e.getMessage();
    }
    Optional<Launch> launch = Launches.of(settings, bench.host().get());
    if (launch.isPresent()) {
      watch.startAgent(launch.get());
    }
    return new WatchReport(report, unrecorded, missing, launch.isPresent());
  }

  /**
   * Where this session is saved to by itself, if it is watched.
   *
   * @return what its agent was told; empty when there never was one
   */
  public static Optional<Launch> watched(Settings settings) throws VerbException {
    try {
      return new Watch(settings.root(), settings.state(), new SystemCommands()).launch();
    } catch (IOException e) {
      throw SessionStatus.unreadable(e);
    }
  }

  /** What is being watched, what was seen, and what is saved. */
  public StatusReport status() throws VerbException {
    return new SessionStatus(settings, bench, repository).report(store.address());
  }

  /** What was done in this session, oldest first, without secrets. */
  public List<Action> actions() throws VerbException {
    return new SessionStatus(settings, bench, repository).actions();
  }

  /**
   * Takes away all that watches this machine; needs no store.
   *
   * @return whether there was anything
   */
  public static boolean stop(Settings settings) throws VerbException {
    return new Watch(settings.root(), settings.state(), new SystemCommands()).stop();
  }

  /** Begins to look at this machine, while what shall be restored is found. */
  public void expectRestore() {
    look.begin();
  }

  /** Finds what a person wants restored or shown. */
  public RestoreSource find(Optional<String> word) throws VerbException {
    bench.progress().start("Reading the snapshot", 0, Progress.Unit.ITEMS);
    return new SourceFinder(repository, store.address(), settings.lockfile(), settings.name())
        .find(word);
  }

  /** What a restore would do. */
  public RestorePlan plan(RestoreSource source, Selection selection) throws VerbException {
    return plan(source, selection, Latitude.USUAL);
  }

  /** The same, where a person allows more. */
  public RestorePlan plan(RestoreSource source, Selection selection, Latitude latitude)
      throws VerbException {
    return new Restorer(hashing(), look.get()).plan(source, selection, latitude);
  }

  /** How this machine differs from what would be restored, since when, and how to mend it. */
  public DriftReport verify(RestoreSource source) throws VerbException {
    return new Verifier(hashing()).verify(source);
  }

  /** Restores, and notes that this machine now descends from that snapshot. */
  public RestoreReport restore(RestoreSource source, Selection selection, Latitude latitude)
      throws VerbException {
    RestoreReport report = new Restorer(hashing(), look.get()).restore(source, selection, latitude);
    if (source.ref().isPresent() && selection.equals(Selection.ALL)) {
      try {
        Lineage.read(bench.state().lineage())
            .write(bench.state().lineage(), store.address(), source.name(), source.ref().get());
      } catch (IOException e) {
        bench.progress().warn("the next record will not know that it continues this snapshot");
      }
    }
    return report;
  }

  /**
   * Writes what was recorded for programs other than envsnap.
   *
   * @param folder made where it is missing
   */
  public ExportReport export(RestoreSource source, Path folder) throws VerbException {
    return new Exporter(hashing()).export(source, folder);
  }

  /** How this machine and the store are, and whether a lockfile's or its own packages run here. */
  public DoctorReport doctor(Optional<Lockfile> lockfile) throws VerbException {
    return new Doctor(bench, store, repository).report(lockfile);
  }

  /**
   * Stops where what would be restored will not run on this machine's cards.
   *
   * @throws VerbException of the kind {@code REFUSED}, with the build that would run
   */
  public void requireRunnable(RestoreSource source, Selection selection) throws VerbException {
    new Doctor(bench, store, repository).requireRunnable(source.lockfile(), selection);
  }

  /** The names of the store, each with its heads, the one that a restore takes first. */
  public List<Line> lines() throws VerbException {
    try {
      List<Line> lines = new ArrayList<>();
      for (String name : repository.names()) {
        NamedRefs refs = repository.refs(name);
        lines.add(new Line(name, refs.heads(), refs.history()));
      }
      return lines;
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /**
   * Reads every object of the store and checks it against its digest.
   *
   * @throws VerbException when the store has nothing in it: most likely it is another folder
   */
  public StoreCheck verifyStore() throws VerbException {
    digests.get();
    try {
      StoreCheck check = repository.verify(bench.progress());
      if (check.objects() == 0) {
        throw new VerbException(
            VerbException.Kind.STORE,
            "There is nothing to verify in `" + store.address() + "`",
            "Name the store's folder with `--store PATH`; to check this machine against a snapshot"
                + " too, write the snapshot's name before `--store`");
      }
      return check;
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /**
   * Removes what no snapshot needs any more.
   *
   * @throws VerbException with nothing removed, when a snapshot is damaged: what it needs is not
   *     known
   */
  public PruneReport prune(PruneRequest request) throws VerbException {
    try {
      return repository.prune(request, bench.progress());
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /** Address of the store in use, without credentials. */
  public String storeAddress() {
    return store.address();
  }

  /** How what the store has may be lost with this machine. */
  public StoreLife storeLife() {
    return StoreLife.of(store);
  }

  @Override
  public void close() throws VerbException {
    try {
      store.close();
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /**
   * A line of snapshots.
   *
   * @param name what people call it
   * @param heads its heads, the one that a restore takes first
   * @param history all of its refs, newest first
   */
  public record Line(String name, List<Head> heads, List<Head> history) {}

  /** What keeps the C library from being called is told by whoever needs this first. */
  private static LocalTree tree(Settings settings) {
    try {
      return LocalTree.at(settings.root());
    } catch (IOException e) {
      throw new UncheckedIOException("this machine cannot be looked at", e);
    }
  }

  private static HostFacts probe(
      LocalTree tree, Settings settings, SystemCommands commands, Progress progress) {
    try {
      return new HostProbe(tree, commands, settings.environment(), progress).probe();
    } catch (IOException e) {
      throw new UncheckedIOException("this machine cannot be looked at", e);
    }
  }

  private static boolean isWithheld(TreePath path) {
    return CredentialFiles.of(path)
        .filter(file -> file.treatment() == CredentialFile.Treatment.WITHHOLD)
        .isPresent();
  }
}
