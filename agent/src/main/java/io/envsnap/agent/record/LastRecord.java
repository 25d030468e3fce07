package io.envsnap.agent.record;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.PreparedRef;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.Lineage;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The record before this one: where the machine is as that saw it, nothing need be read again. */
final class LastRecord {
  private final Workbench bench;
  private final SnapshotRepository repository;
  private final String storeAddress;

  LastRecord(Workbench bench, SnapshotRepository repository, String storeAddress) {
    this.bench = bench;
    this.repository = repository;
    this.storeAddress = storeAddress;
  }

  /** What it made, as this record would make it again. */
  record Same(byte[] yaml, RecordReport report) {}

  /**
   * Looks whether this record would make the same.
   *
   * @param machine as {@link MachineDigest} says now
   * @return empty where it might not, or where the store has no longer all of it
   */
  Optional<Same> find(RecordRequest request, Optional<Digest> machine, Instant began)
      throws IOException, StoreException {
    Optional<Seen> seen =
        Seen.read(bench.state().seen()).filter(last -> machine.equals(Optional.of(last.machine())));
    if (seen.isEmpty() || !repository.lists(seen.get().snapshot())) {
      return Optional.empty();
    }
    Seen last = seen.get();
    List<Head> heads = repository.heads(request.name());
    Lineage lineage = Lineage.read(bench.state().lineage());
    boolean isHead = heads.stream().anyMatch(one -> one.id().equals(last.ref()));
    if (!isHead || !lineage.descends(storeAddress, request.name(), last.ref())) {
      return Optional.empty();
    }
    try {
      byte[] yaml = repository.lockfile(last.lockfile());
      Lockfile lockfile = LockfileYaml.read(yaml, "the lockfile of the last record");
      RecordReport report =
          new RecordReport(
              lockfile,
              last.snapshot(),
              last.paths(),
              last.contentBytes(),
              0,
              true,
              heads.stream().map(Head::id).filter(id -> !id.equals(last.ref())).findFirst(),
              Duration.between(began, bench.clock().instant()));
      return Optional.of(new Same(yaml, report));
    } catch (FormatException | StoreException.Missing | StoreException.Corrupt e) {
      // It is made again.
      return Optional.empty();
    }
  }

  /** Notes what this record saw and made; does nothing where changes could hide from the next. */
  void remember(Optional<Digest> machine, PreparedRef ref, WrittenSnapshot written) {
    machine.ifPresent(
        digest ->
            new Seen(
                    digest,
                    ref.id(),
                    written.id(),
                    ref.ref().lockfile(),
                    written.nodes().size(),
                    written.snapshot().contentBytes())
                .write(bench.state().seen()));
  }
}
