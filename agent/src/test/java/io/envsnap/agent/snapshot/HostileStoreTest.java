package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.testkit.hostile.HostileCase;
import io.envsnap.testkit.hostile.HostileCases;
import io.envsnap.testkit.hostile.StoreDraft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads stores that somebody made to do harm, as a restore does, with every byte of them. */
class HostileStoreTest {
  /** Takes everything and puts no file anywhere that it was not asked for. */
  private static final class Counting implements BlobReceiver {
    private long files;

    @Override
    public Sink begin(TreeNode.RegularFile file) {
      return new Sink() {
        @Override
        public void write(ByteBuffer bytes) {
          assertThat(bytes.remaining()).isLessThanOrEqualTo(16 << 20);
        }

        @Override
        public synchronized void finish() {
          files++;
        }

        @Override
        public void abort() {}
      };
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("corrupt")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isRefusedAsDamaged(HostileCase hostile) {
    hostile.draft().write(folder);
    assertThatThrownBy(this::restore)
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining(hostile.named());
  }

  static List<HostileCase> corrupt() {
    return HostileCases.corrupt();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lockfiles")
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hasALockfileThatIsRefused(HostileCase hostile) throws Exception {
    hostile.draft().write(folder);
    SnapshotRepository repository = repository();
    byte[] lockfile = repository.lockfile(repository.heads("main").get(0).ref().lockfile());
    assertThatThrownBy(() -> LockfileYaml.read(lockfile, "lockfile of `main`"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(hostile.named());
  }

  static List<HostileCase> lockfiles() {
    return HostileCases.lockfiles();
  }

  @Test
  void theHonestStoreIsRead() throws Exception {
    new StoreDraft().write(folder);
    assertThat(restore()).isEqualTo(1);
  }

  private long restore() throws StoreException, IOException {
    SnapshotRepository repository = repository();
    repository.refs("main").requireNewest();
    Head head = repository.heads("main").get(0);
    repository.lockfile(head.ref().lockfile());
    OpenSnapshot snapshot = repository.openWhole(head.ref().snapshot());
    List<TreeNode.RegularFile> files =
        snapshot.nodes().stream()
            .map(ClaimedNode::node)
            .filter(TreeNode.RegularFile.class::isInstance)
            .map(TreeNode.RegularFile.class::cast)
            .toList();
    Counting counting = new Counting();
    snapshot.read(files, counting, Progress.SILENT);
    return counting.files;
  }

  private SnapshotRepository repository() throws StoreException {
    return new SnapshotRepository(
        DirStore.open(folder), InstantSource.system(), folder.resolve("spool"), 8 << 20);
  }
}
