package io.envsnap.agent.record;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lockfiles that a record continues.
 *
 * @param repository where they lie
 * @param last the last record of this machine, whose lockfile has been read already
 * @param progress is told of those that cannot be read
 */
record PriorLockfiles(SnapshotRepository repository, Optional<LastRecord> last, Progress progress) {
  /** Those that these heads name, as far as they can be read. */
  List<Lockfile> of(List<Head> heads) throws StoreException {
    List<Lockfile> lockfiles = new ArrayList<>();
    for (Head head : heads) {
      try {
        lockfiles.add(of(head));
      } catch (StoreException.Missing | StoreException.Corrupt | FormatException e) {
        progress.warn("the story of the record before this one cannot be read");
      }
    }
    return lockfiles;
  }

  private Lockfile of(Head head) throws StoreException, FormatException {
    if (last.isPresent() && last.get().seen().lockfile().equals(head.ref().lockfile())) {
      return last.get().lockfile();
    }
    return LockfileYaml.read(
        repository.lockfile(head.ref().lockfile()), "the lockfile that this record continues");
  }
}
