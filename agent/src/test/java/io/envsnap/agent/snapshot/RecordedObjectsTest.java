package io.envsnap.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.SegmentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record adds to a store, and where it writes it. */
class RecordedObjectsTest {
  private static final byte[] LOCKFILE = "version: 1\n".getBytes(UTF_8);

  @TempDir private Path folder;
  private Tree tree;
  private Path store;
  private SnapshotRepository repository;

  @BeforeEach
  void open() throws Exception {
    tree = new Tree(Files.createDirectory(folder.resolve("tree")));
    store = folder.resolve("store");
    repository =
        new SnapshotRepository(
            DirStore.open(store), InstantSource.system(), folder.resolve("spool"), 8 << 20);
  }

  private WrittenSnapshot write(List<Digest> parents) throws IOException, StoreException {
    WrittenSnapshot written =
        repository.write(tree.draft(parents), tree.local(), DigestCache.empty(), Progress.SILENT);
    repository.prepare("unpublished", written, LOCKFILE, List.of());
    return written;
  }

  @Test
  void aChangeOfOneFileWritesFewOtherPathsAnew() throws Exception {
    for (int i = 0; i < 4000; i++) {
      tree.file("d" + i % 37 + "/f" + i, Tree.noise(i, 20));
    }
    WrittenSnapshot first = write(List.of());
    repository.commit("main", first, LOCKFILE, List.of());
    tree.file("d5/f5", Tree.noise(1, 30));
    WrittenSnapshot second = write(List.of(first.id()));
    Set<SegmentRef> anew = new HashSet<>(second.snapshot().segments());
    anew.removeAll(first.snapshot().segments());
    assertThat(anew).hasSize(1).allMatch(segment -> segment.nodes() <= 1024);
  }

  @Test
  void aLockfileIsKeptByteForByteAndTakesLittleRoom() throws Exception {
    byte[] bytes = "version: 1\n# the same again\n".repeat(1000).getBytes(UTF_8);
    Digest id = repository.keep(bytes);
    assertThat(repository.lockfile(id)).isEqualTo(bytes);
    Path lockfile = store.resolve("lockfiles").resolve(id.hex() + ".yaml.zst");
    assertThat(Files.size(lockfile)).isLessThan(bytes.length / 10);
    assertThat(SnapshotRepository.lockfileId(bytes)).isEqualTo(id);
  }

  @Test
  void aPackIsWrittenWhereItStaysAndNothingElseIsLeft() throws Exception {
    tree.file("a", Tree.noise(1, 12 << 20)).file("b", Tree.noise(2, 12 << 20));
    write(List.of());
    assertThat(folder.resolve("spool")).doesNotExist();
    try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
      assertThat(packs).hasSize(2).allMatch(pack -> pack.toString().endsWith(".tar.zst"));
    }
  }

  @Test
  void whereAPackCannotBePutTheRecordFailsAndLeavesNoHalfOfIt() throws Exception {
    repository =
        new SnapshotRepository(
            new FullAfterOnePack(DirStore.open(store)),
            InstantSource.system(),
            folder.resolve("spool"),
            8 << 20);
    for (int i = 0; i < 4; i++) {
      tree.file("f" + i, Tree.noise(i, 9 << 20));
    }
    assertThatThrownBy(() -> write(List.of()))
        .isInstanceOf(StoreException.Full.class)
        .hasMessage("no room left");
    try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
      assertThat(packs).hasSize(1);
    }
  }
}
