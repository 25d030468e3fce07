package io.envsnap.agent.record;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.disk.FolderInUseException;
import io.envsnap.agent.disk.FolderLock;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.host.PythonOrigin;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.PreparedRef;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.snapshot.SegmentNotes;
import io.envsnap.agent.snapshot.SnapshotDraft;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.StoreContent;
import io.envsnap.agent.snapshot.WornPacks;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.Lineage;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.RestoredHere;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Records what the session made of this machine. It reads the machine and changes nothing of it.
 */
public final class Recorder {
  /** The agent may be saving just now. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Installs may come one after the other. */
  private static final Duration INSTALLS = Duration.ofMinutes(10);

  /** The agent comes again later. */
  private static final Duration UNASKED = Duration.ofSeconds(30);

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
      Refusals.requireWhole(bench.state(), request.name());
      bench.state().clearSpool();
      Optional<RecordReport> report = recordIfQuiet(request, began);
      while (report.isEmpty()) {
        if (Duration.between(began, bench.clock().instant()).compareTo(patience(request)) > 0) {
          throw Refusals.againAndAgain(request);
        }
        bench.progress().warn("packages were installed while they were recorded; looking again");
        report = recordIfQuiet(request, began);
      }
      return report.get();
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (FolderInUseException e) {
      throw Refusals.inUse(request, e);
    } catch (UncheckedIOException e) {
      throw Refusals.failed(new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw Refusals.failed(e);
    }
  }

  /**
   * Takes the baseline of a session that has not done anything yet; does nothing where there is
   * one.
   *
   * @param lockfile where the session will be written to
   * @throws VerbException when this machine cannot be read, or no lockfile can be at that place
   */
  @SuppressWarnings("try") // the lock is only held
  public void begin(Path lockfile) throws VerbException {
    LockfilePlace.at(lockfile, bytes -> Optional.empty());
    try (FolderLock lock = lock(PATIENCE)) {
      MachineBaseline.of(bench, LocalTree.at(bench.root()));
    } catch (IOException e) {
      throw Refusals.failed(e);
    }
  }

  private Optional<RecordReport> recordIfQuiet(RecordRequest request, Instant began)
      throws IOException, EcosystemException, StoreException, VerbException {
    try (LocalTree tree = LocalTree.at(bench.root());
        Meanwhile<Optional<QuietScan>, IOException> looking =
            Meanwhile.begin(
                IOException.class, () -> QuietScan.look(bench, tree, patience(request)))) {
      bench.progress().start("Looking for changes", 0, Progress.Unit.ITEMS);
      return recordIfQuiet(request, began, tree, looking);
    }
  }

  private Optional<RecordReport> recordIfQuiet(
      RecordRequest request,
      Instant began,
      LocalTree tree,
      Meanwhile<Optional<QuietScan>, IOException> looking)
      throws IOException, EcosystemException, StoreException, VerbException {
    Optional<Seen> seen = Seen.read(bench.state().seen());
    Lineage lineage = Lineage.read(bench.state().lineage());
    try (Meanwhile<Optional<LastRecord>, StoreException> recalling =
        Meanwhile.begin(StoreException.class, () -> lastRecord(seen, lineage, request.name()))) {
      LockfilePlace place =
          LockfilePlace.at(request.lockfile(), yaml -> seen.flatMap(one -> one.wrote(yaml)));
      DigestCache digests =
          DigestCache.open(bench.state().digests(), tree, bench.clock().instant());
      WornPacks worn = repository.worn();
      Optional<QuietScan> looked = looking.get();
      if (looked.isEmpty()) {
        throw Refusals.neverQuiet(request);
      }
      FoundMachine found =
          FoundMachine.of(
              bench, tree, looked.get(), digests, request.settings() + storeAddress + worn.text());
      boolean same =
          seen.map(Seen::machine).equals(found.digest())
              && recalling.get().isPresent()
              && !found.wasDisturbed();
      if (same) {
        LastRecord last = recalling.get().orElseThrow();
        place(place, last.yaml());
        return Optional.of(last.report(Duration.between(began, bench.clock().instant())));
      }
      return recordChanges(request, began, place, found, worn, lineage, recalling.get());
    }
  }

  private Optional<LastRecord> lastRecord(Optional<Seen> seen, Lineage lineage, String name)
      throws StoreException {
    return seen.isPresent()
        ? LastRecord.of(seen.get(), repository, lineage, storeAddress, name)
        : Optional.empty();
  }

  private Optional<RecordReport> recordChanges(
      RecordRequest request,
      Instant began,
      LockfilePlace place,
      FoundMachine found,
      WornPacks worn,
      Lineage lineage,
      Optional<LastRecord> last)
      throws IOException, EcosystemException, StoreException, VerbException {
    bench.progress().start("Reading packages and repositories", 0, Progress.Unit.ITEMS);
    SessionScan scan = found.scan();
    RestoredHere restored = RestoredHere.read(bench.state().restored());
    List<Head> heads = repository.heads(request.name());
    List<Head> descends = descends(lineage, request.name());
    List<Digest> parents = descends.stream().map(head -> head.ref().snapshot()).toList();
    try (Meanwhile<StoreContent, StoreException> stored =
            Meanwhile.begin(StoreException.class, () -> content(parents, worn));
        PackingAhead packing = new PackingAhead(repository, found, stored)) {
      Captured claimed =
          ClaimLedger.capture(bench, found.tree().knowing(found.digests()), scan, restored, packing)
              .recording(scan.shared());
      List<RecordedPath> paths = DraftPaths.of(claimed, scan.changes());
      Captured captured = claimed.withoutClaims();
      Refusals.requireAny(captured, heads, request.name());
      List<Lockfile> before = new PriorLockfiles(repository, last, bench.progress()).of(descends);
      Continuation continuation = continuation(descends, before, restored, captured);
      SnapshotDraft draft =
          new SnapshotDraft(
              paths,
              continuation.nodes(paths),
              continuation.parts(captured.parts()),
              parents,
              bench.tool(),
              bench.host().get().os() + " " + bench.host().get().architecture());
      WrittenSnapshot written = packing.snapshot().complete(draft, bench.progress());
      if (found.wasDisturbed()) {
        return Optional.empty();
      }
      Lockfile lockfile =
          continuation
              .into(
                  LockfileDraft.of(
                      captured,
                      scan,
                      bench.host().get(),
                      PythonOrigin.ofImage(found.tree(), scan.changes(), bench.host().get()),
                      written,
                      found.story(),
                      before))
              .withSnapshot(new SnapshotLink(storeAddress, written.id()));
      byte[] yaml = LockfileYaml.draft(lockfile);
      Optional<Head> said = descends.stream().filter(head -> says(head, written, yaml)).findFirst();
      List<Head> continued = heads.stream().filter(descends::contains).toList();
      try (Meanwhile<Boolean, RuntimeException> reading =
              Meanwhile.doing(() -> LockfileYaml.requireReadable(yaml));
          Meanwhile<Boolean, RuntimeException> saving =
              Meanwhile.doing(() -> save(found.digests(), written.notes()))) {
        PreparedRef ref =
            said.isPresent()
                ? new PreparedRef(said.get().id(), said.get().ref())
                : publish(request, yaml, reading, written, continued, lineage);
        // Where there is nothing to publish, nobody has waited for it yet.
        reading.get();
        place(place, yaml);
        found
            .digest()
            .ifPresent(machine -> Seen.of(machine, ref, yaml, written).write(bench.state().seen()));
        saving.get();
      }
      return Optional.of(report(lockfile, written, said.isPresent(), heads, continued, began));
    }
  }

  private StoreContent content(List<Digest> parents, WornPacks worn) throws StoreException {
    SegmentNotes notes = SegmentNotes.read(bench.state().segments());
    return repository.content(parents, worn, notes, bench.progress());
  }

  private void save(DigestCache digests, SegmentNotes notes) {
    digests.forgetUnused();
    digests.save(bench.state().digests());
    notes.write(bench.state().segments());
  }

  /** The ref that this machine's state continues, be it a head still or replaced meanwhile. */
  private List<Head> descends(Lineage lineage, String name) throws StoreException {
    return repository.history(name).stream()
        .filter(head -> lineage.descends(storeAddress, name, head.id()))
        .limit(1)
        .toList();
  }

  private Continuation continuation(
      List<Head> descends, List<Lockfile> before, RestoredHere restored, Captured captured)
      throws StoreException {
    if (before.size() != 1) {
      return Continuation.NONE;
    }
    try {
      return Continuation.of(
          before.get(0),
          descends.get(0).ref().snapshot(),
          repository,
          restored.pending(),
          captured);
    } catch (StoreException.Missing | StoreException.Corrupt e) {
      bench
          .progress()
          .warn("what could not be restored cannot be carried on: its snapshot is damaged");
      return Continuation.NONE;
    }
  }

  /** Nobody is told the same thing twice. */
  private static boolean says(Head head, WrittenSnapshot written, byte[] yaml) {
    return head.ref().snapshot().equals(written.id())
        && head.ref().lockfile().equals(SnapshotRepository.lockfileId(yaml));
  }

  private void place(LockfilePlace place, byte[] yaml) throws StoreException, VerbException {
    Optional<Digest> kept = place.write(yaml, repository);
    if (kept.isPresent()) {
      bench
          .progress()
          .warn(
              "the lockfile that was here was none of this store's; it is kept there as"
                  + " `lockfiles/"
                  + kept.get().hex()
                  + ".yaml.zst`");
    }
  }

  private RecordReport report(
      Lockfile lockfile,
      WrittenSnapshot written,
      boolean unchanged,
      List<Head> heads,
      List<Head> continued,
      Instant began) {
    return new RecordReport(
        lockfile,
        written.id(),
        written.nodes().size(),
        written.snapshot().contentBytes(),
        written.addedBytes(),
        unchanged,
        heads.stream().filter(other -> !continued.contains(other)).map(Head::id).findFirst(),
        Duration.between(began, bench.clock().instant()));
  }

  /** Makes it count: cut off anywhere in here, the next record still continues the right ref. */
  private PreparedRef publish(
      RecordRequest request,
      byte[] yaml,
      Meanwhile<Boolean, RuntimeException> reading,
      WrittenSnapshot written,
      List<Head> continued,
      Lineage lineage)
      throws IOException, StoreException, VerbException {
    Path noted = bench.state().lineage();
    PreparedRef ref = repository.prepare(request.name(), written, yaml, continued);
    reading.get();
    lineage.intend(noted, storeAddress, request.name(), ref.id());
    repository.commit(ref);
    try {
      lineage.write(noted, storeAddress, request.name(), ref.id());
    } catch (IOException e) {
      // What was intended is noted, and that says as much.
      bench.progress().advance(0);
    }
    return ref;
  }

  private static Duration patience(RecordRequest request) {
    return request.unasked() ? UNASKED : INSTALLS;
  }

  private FolderLock lock(Duration patience) throws IOException {
    bench.state().make();
    return FolderLock.take(bench.state().lock(), patience);
  }
}
