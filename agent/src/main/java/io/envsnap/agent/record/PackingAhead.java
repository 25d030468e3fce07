package io.envsnap.agent.record;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.snapshot.BegunSnapshot;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.StoreContent;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Packs what is sure to be recorded while the later ecosystems still say what they know. That is
 * what the first one claims of {@code /usr}, and none of the others has a say in: no bytes may get
 * into a store that one of them would have left out, or replaced for the secret in them.
 */
final class PackingAhead implements AutoCloseable {
  private static final TreePath SYSTEM = TreePath.of("/usr");
  private static final TreePath LOCAL = TreePath.of("/usr/local");

  private final SnapshotRepository repository;
  private final FoundMachine found;
  private final Meanwhile<StoreContent, StoreException> stored;
  private @Nullable BegunSnapshot begun;

  /**
   * Packs nothing yet.
   *
   * @param stored what the store has
   */
  PackingAhead(
      SnapshotRepository repository,
      FoundMachine found,
      Meanwhile<StoreContent, StoreException> stored) {
    this.repository = repository;
    this.found = found;
    this.stored = stored;
  }

  /**
   * Begins with what the first ecosystem claims.
   *
   * @param replaced paths of which it has other bytes
   */
  void begin(Map<TreePath, Claim> claims, Set<TreePath> replaced) throws StoreException {
    List<RecordedPath> files = new ArrayList<>();
    for (Map.Entry<TreePath, Claim> one : claims.entrySet()) {
      TreePath path = one.getKey();
      Claim claim = one.getValue();
      Optional<FileStatus> status = found.scan().changes().status(path).filter(PackingAhead::isOwn);
      if (status.isPresent() && isSure(path) && !replaced.contains(path)) {
        files.add(
            new RecordedPath(path, status, claim.entry(), claim.placement(), Optional.empty()));
      }
    }
    if (!files.isEmpty()) {
      files.sort(Comparator.comparing(RecordedPath::path));
      snapshot().packAhead(files);
    }
  }

  /** A file of one name, which is no link to what another ecosystem may claim. */
  private static boolean isOwn(FileStatus status) {
    return status.kind() == NodeKind.FILE && status.links() == 1;
  }

  private boolean isSure(TreePath path) {
    return path.isWithin(SYSTEM)
        && !path.isWithin(LOCAL)
        && !found.scan().shared().containsKey(path);
  }

  /** The snapshot that it packs for. */
  BegunSnapshot snapshot() throws StoreException {
    BegunSnapshot snapshot = begun;
    if (snapshot == null) {
      snapshot = repository.begin(found.tree(), found.digests(), stored.get());
      begun = snapshot;
    }
    return snapshot;
  }

  @Override
  public void close() throws IOException {
    if (begun != null) {
      begun.close();
    }
  }
}
