package io.envsnap.agent.record;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.Lineage;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the record before this one made, as the next would make it again: where the machine is as
 * that saw it, nothing need be read again.
 *
 * @param seen what it saw and made
 * @param yaml the text of the lockfile
 * @param other another head of that name
 */
record LastRecord(Seen seen, byte[] yaml, Lockfile lockfile, Optional<Digest> other) {
  /**
   * Looks for it in the store.
   *
   * @param lineage what this machine continues
   * @return empty where the store has no longer all of it, or this machine continues something else
   */
  static Optional<LastRecord> of(
      Seen seen, SnapshotRepository repository, Lineage lineage, String storeAddress, String name)
      throws StoreException {
    if (!repository.lists(seen.snapshot())) {
      return Optional.empty();
    }
    List<Head> heads = repository.heads(name);
    boolean isHead = heads.stream().anyMatch(one -> one.id().equals(seen.ref()));
    if (!isHead || !lineage.descends(storeAddress, name, seen.ref())) {
      return Optional.empty();
    }
    try {
      byte[] yaml = repository.lockfile(seen.lockfile());
      Lockfile lockfile = LockfileYaml.read(yaml, "the lockfile of the last record");
      Optional<Digest> other =
          heads.stream().map(Head::id).filter(id -> !id.equals(seen.ref())).findFirst();
      return Optional.of(new LastRecord(seen, yaml, lockfile, other));
    } catch (FormatException | StoreException.Missing | StoreException.Corrupt e) {
      // It is made again.
      return Optional.empty();
    }
  }

  /** What a record says that has found nothing else. */
  RecordReport report(Duration taken) {
    return new RecordReport(
        lockfile, seen.snapshot(), seen.paths(), seen.contentBytes(), 0, true, other, taken);
  }
}
