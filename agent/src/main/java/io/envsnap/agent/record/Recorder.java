package io.envsnap.agent.record;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.disk.FolderLock;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.host.PythonOrigin;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotDraft;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.Lineage;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.Scans;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.SnapshotLink;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records what the session made of this machine. It reads the machine and changes nothing of it.
 */
public final class Recorder {
  /** The agent may be saving just now. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Workbench bench;
  private final SnapshotRepository repository;
  private final String storeAddress;

  /**
   * A recorder of one machine into one store.
   *
   * @param storeAddress as the lockfile names the store
   */
  public Recorder(Workbench bench, SnapshotRepository repository, String storeAddress) {
    this.bench = bench;
    this.repository = repository;
    this.storeAddress = storeAddress;
  }

  /**
   * Records now. The store's ref is written last of all objects, then the lockfile: a cut leaves
   * the store and the lockfile as they were before, but for objects that nobody names.
   *
   * @throws VerbException with nothing half-written
   */
  @SuppressWarnings("try") // the lock is only held
  public RecordReport record(RecordRequest request) throws VerbException {
    Instant began = bench.clock().instant();
    try (FolderLock lock = lock(request.unasked() ? Duration.ZERO : PATIENCE)) {
      return record(request, began);
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Takes the baseline of a session that has not done anything yet; does nothing where there is
   * one.
   *
   * @throws VerbException when this machine cannot be read
   */
  @SuppressWarnings("try") // the lock is only held
  public void begin() throws VerbException {
    try (FolderLock lock = lock(PATIENCE)) {
      MachineBaseline.of(bench, LocalTree.at(bench.root()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RecordReport record(RecordRequest request, Instant began)
      throws IOException, EcosystemException, StoreException, VerbException {
    LocalTree tree = LocalTree.at(bench.root());
    SessionScan scan = scan(tree);
    Captured captured =
        ClaimLedger.capture(bench, tree, scan.changes(), scan.baseline(), scan.notes())
            .recording(scan.shared());
    List<Head> heads = repository.heads(request.name());
    refuseEmpty(captured, heads, request.name());
    Lineage lineage = Lineage.read(bench.state().lineage());
    Optional<Digest> descends = lineage.of(storeAddress, request.name());
    List<Head> continued =
        heads.stream().filter(head -> descends.equals(Optional.of(head.id()))).toList();
    SnapshotDraft draft =
        new SnapshotDraft(
            DraftPaths.of(captured, scan.changes()),
            captured.parts(),
            continued.stream().map(head -> head.ref().snapshot()).toList(),
            bench.tool(),
            bench.host().get().os() + " " + bench.host().get().architecture());
    SessionStory story = SessionStory.read(bench, tree, scan.baseline().sessionStart());
    WrittenSnapshot written = repository.write(draft, tree, bench.progress());
    List<Lockfile> before = lockfiles(continued);
    Lockfile lockfile =
        LockfileDraft.of(
                captured,
                scan,
                bench.host().get(),
                PythonOrigin.ofImage(tree, scan.changes(), bench.host().get()),
                written,
                story,
                before)
            .withSnapshot(new SnapshotLink(storeAddress, written.id()));
    if (request.unasked()
        && before.size() == 1
        && isSame(continued.get(0), before.get(0), written, lockfile)) {
      return report(
          before.get(0), continued.get(0).ref().snapshot(), written, heads, continued, began);
    }
    byte[] yaml = LockfileYaml.write(lockfile);
    Head head = repository.commit(request.name(), written.id(), yaml, continued);
    writeLockfile(request.lockfile(), yaml);
    lineage.write(bench.state().lineage(), storeAddress, request.name(), head.id());
    return report(lockfile, written.id(), written, heads, continued, began);
  }

  /** Nobody is told the same thing twice. */
  private boolean isSame(Head head, Lockfile before, WrittenSnapshot written, Lockfile lockfile)
      throws StoreException {
    return before.equals(before.snapshot().map(lockfile::withSnapshot).orElse(lockfile))
        && repository
            .open(head.ref().snapshot())
            .snapshot()
            .segments()
            .equals(written.snapshot().segments());
  }

  private RecordReport report(
      Lockfile lockfile,
      Digest snapshot,
      WrittenSnapshot written,
      List<Head> heads,
      List<Head> continued,
      Instant began) {
    return new RecordReport(
        lockfile,
        snapshot,
        written.nodes().size(),
        written.snapshot().contentBytes(),
        written.addedBytes(),
        heads.stream().filter(other -> !continued.contains(other)).map(Head::id).findFirst(),
        Duration.between(began, bench.clock().instant()));
  }

  private SessionScan scan(LocalTree tree) throws IOException, VerbException {
    Baseline baseline = MachineBaseline.of(bench, tree);
    LauncherNotes notes = LauncherNotes.read(bench.state().launcher());
    Changes changes = Scans.changes(bench, tree, baseline);
    Map<TreePath, byte[]> shared = SharedFiles.without(tree, changes);
    return new SessionScan(
        baseline, notes, SharedFiles.ofSession(changes, shared, baseline), shared);
  }

  private List<Lockfile> lockfiles(List<Head> heads) throws StoreException {
    List<Lockfile> lockfiles = new ArrayList<>();
    for (Head head : heads) {
      try {
        byte[] yaml = repository.lockfile(head.ref().lockfile());
        lockfiles.add(LockfileYaml.read(yaml, "the lockfile that this record continues"));
      } catch (StoreException.Missing | StoreException.Corrupt | FormatException e) {
        bench.progress().warn("the story of the record before this one cannot be read");
      }
    }
    return lockfiles;
  }

  private static void refuseEmpty(Captured captured, List<Head> heads, String name)
      throws VerbException {
    if (captured.entries().isEmpty() && !heads.isEmpty()) {
      throw new VerbException(
          VerbException.Kind.REFUSED,
          "This session changed nothing, and an empty record is never put over `" + name + "`",
          "To bring back what was recorded, run `envsnap restore`; to keep this empty state"
              + " beside it, give it another name with `--name`");
    }
  }

  private static void writeLockfile(Path file, byte[] yaml) throws VerbException {
    try {
      WholeFile.write(file, WholeFile.READABLE, out -> out.write(yaml));
    } catch (IOException e) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          "The snapshot is safe in the store, but the lockfile `" + file + "` cannot be written",
          "Name another place with `--lockfile FILE`, or fetch it later with `envsnap show --yaml`",
          e);
    }
  }

  private FolderLock lock(Duration patience) throws IOException {
    bench.state().make();
    return FolderLock.take(bench.state().lock(), patience);
  }

  private static VerbException failed(IOException e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new VerbException(
        VerbException.Kind.FAILED,
        "Recording stopped: " + said,
        "The store and the lockfile are as they were; mend the cause and run it again",
        e);
  }
}
