package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.codec.SegmentJson;
import io.envsnap.spec.codec.SnapshotJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRepositoryTest {
  private static final byte[] LOCKFILE = "version: 1\n".getBytes(StandardCharsets.UTF_8);

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

  @Test
  void bringsBackEveryByteOfATreeOfManySizes() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      int size = random.nextInt(10) == 0 ? random.nextInt(3 << 20) : random.nextInt(20_000);
      tree.file("d" + i % 7 + "/f" + i, Tree.noise(i, size));
    }
    tree.file("empty", new byte[0])
        .file("exactly-one-frame", Tree.noise(1, 2 << 20))
        .file("large", Tree.noise(2, 21 << 20))
        .file("x".repeat(200) + "/" + "y".repeat(200), Tree.noise(3, 10));
    assertThat(tree.wrong(repository.open(write().id()))).isEmpty();
  }

  @Test
  void packsNothingTwice() throws Exception {
    byte[] bytes = Tree.noise(1, 3 << 20);
    tree.file("a", bytes).file("b", bytes).file("c", Tree.noise(2, 1000));
    WrittenSnapshot first = write();
    repository.commit("main", first, LOCKFILE, List.of());
    assertThat(first.addedBytes()).isLessThan(4 << 20);
    assertThat(tree.wrong(repository.open(first.id()))).isEmpty();
    tree.file("c", Tree.noise(3, 2000));
    WrittenSnapshot second = write();
    assertThat(second.addedBytes()).isLessThan(20_000);
    assertThat(tree.wrong(repository.open(second.id()))).isEmpty();
  }

  @Test
  void whatAStrangerSaysOfABlobIsCheckedAgainstItsDigest() throws Exception {
    tree.file("good", Tree.noise(1, 1000));
    commitALie(Digest.of(Tree.noise(1, 1000)));
    WrittenSnapshot written = write();
    assertThat(written.addedBytes()).as("the stranger's blob was taken").isLessThan(1000);
    assertThatThrownBy(() -> tree.wrong(repository.open(written.id())))
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining("`/good` are others");
  }

  @Test
  void whatARecordContinuesIsBelievedBeforeAnyStranger() throws Exception {
    tree.file("good", Tree.noise(1, 1000));
    WrittenSnapshot own = write();
    repository.commit("main", own, LOCKFILE, List.of());
    commitALie(Digest.of(Tree.noise(1, 1000)));
    tree.file("more", Tree.noise(2, 1000));
    WrittenSnapshot next =
        repository.write(
            tree.draft(List.of(own.id())), tree.local(), DigestCache.empty(), Progress.SILENT);
    repository.prepare("main", next, LOCKFILE, List.of());
    assertThat(tree.wrong(repository.open(next.id()))).isEmpty();
  }

  /** Another machine's head, which calls bytes of its own those of a digest. */
  private void commitALie(Digest digest) throws Exception {
    Tree evil = new Tree(Files.createDirectory(folder.resolve("evil")));
    evil.file("evil", Tree.noise(99, 1000));
    WrittenSnapshot honest =
        repository.write(evil.draft(), evil.local(), DigestCache.empty(), Progress.SILENT);
    repository.prepare("other", honest, LOCKFILE, List.of());
    DirStore objects = DirStore.open(store);
    Documents documents = new Documents(objects);
    Segment segment = documents.segment(honest.snapshot().segments().get(0).id());
    TreeNode.RegularFile file = (TreeNode.RegularFile) segment.nodes().get(0).node();
    ClaimedNode lie =
        new ClaimedNode(
            new TreeNode.RegularFile(file.path(), file.metadata(), file.size(), digest),
            segment.nodes().get(0).entry(),
            segment.nodes().get(0).placement());
    SortedMap<Digest, BlobLocation> blobs = new TreeMap<>();
    blobs.put(digest, segment.blobs().get(file.digest()));
    Segment lying = new Segment(List.of(lie), List.of(), blobs, segment.packs());
    byte[] packed = Documents.pack(SegmentJson.write(lying), false);
    Digest id = Digest.of(packed);
    documents.put(ObjectKind.SEGMENT, id.hex(), packed);
    Snapshot told = honest.snapshot();
    Snapshot snapshot =
        new Snapshot(
            told.created(),
            told.tool(),
            told.machine(),
            told.parents(),
            List.of(new SegmentRef(id, packed.length, 1)),
            told.packs(),
            told.contentBytes());
    byte[] document = SnapshotJson.write(snapshot);
    documents.put(ObjectKind.SNAPSHOT, Digest.of(document).hex(), document);
    WrittenSnapshot written =
        new WrittenSnapshot(
            Digest.of(document), snapshot, List.of(), List.of(), 0, List.of(), SegmentNotes.NONE);
    repository.commit("other", written, LOCKFILE, List.of());
  }

  @Test
  void anUnfinishedRecordLeavesTheOldHead() throws Exception {
    tree.file("a", Tree.noise(1, 1000));
    Head head = repository.commit("main", write(), LOCKFILE, List.of());
    tree.file("a", Tree.noise(2, 1000));
    write();
    assertThat(repository.heads("main")).containsExactly(head);
  }

  @Test
  void twoWritersKeepBothHeadsAndTheHigherCounterComesFirst() throws Exception {
    tree.file("a", Tree.noise(1, 1000));
    WrittenSnapshot snapshot = write();
    Head first = repository.commit("main", snapshot, LOCKFILE, List.of());
    Head stranger = repository.commit("main", snapshot, LOCKFILE, List.of());
    assertThat(repository.heads("main")).containsExactly(stranger, first);
    Head next = repository.commit("main", snapshot, LOCKFILE, List.of(stranger));
    assertThat(repository.heads("main")).containsExactly(next, first);
    assertThat(repository.history("main")).containsExactly(next, stranger, first);
  }

  @Test
  void aRefThatDidNotArriveWholeIsNoHeadAndStopsNoRecord() throws Exception {
    tree.file("a", Tree.noise(1, 1000));
    Head first = repository.commit("main", write(), LOCKFILE, List.of());
    tree.file("a", Tree.noise(2, 1000));
    Head lost = repository.commit("main", write(), LOCKFILE, List.of(first));
    Files.write(store.resolve("refs/main/" + lost.id().hex() + ".json"), new byte[0]);
    assertThat(repository.heads("main")).containsExactly(first);
    assertThat(repository.refs("main").half())
        .singleElement()
        .satisfies(half -> assertThat(half.name()).isEqualTo("main/" + lost.id().hex()));
    assertThatThrownBy(
            () ->
                repository.prune(
                    new PruneRequest(OptionalInt.empty(), Duration.ZERO, false), Progress.SILENT))
        .isInstanceOf(StoreException.Corrupt.class);
    tree.file("a", Tree.noise(3, 1000));
    Head next = repository.commit("main", write(), LOCKFILE, List.of(first));
    assertThat(repository.heads("main")).containsExactly(next);
  }

  @Test
  void whatIsOpenedWholeHasItsPacks() throws Exception {
    tree.file("a", Tree.noise(1, 5000));
    WrittenSnapshot snapshot = write();
    assertThat(repository.openWhole(snapshot.id()).nodes()).isNotEmpty();
    Path pack = only("packs");
    byte[] bytes = Files.readAllBytes(pack);
    Files.write(pack, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> repository.openWhole(snapshot.id()))
        .isInstanceOf(StoreException.Corrupt.class);
    Files.delete(pack);
    assertThatThrownBy(() -> repository.openWhole(snapshot.id()))
        .isInstanceOf(StoreException.Missing.class);
  }

  @Test
  void aFlippedBitInAPackIsCalledDamageAndNothingWrongIsDelivered() throws Exception {
    tree.file("a", Tree.noise(1, 5000)).file("b", Tree.noise(2, 5 << 20));
    WrittenSnapshot snapshot = write();
    Path pack = only("packs");
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 4;
    Files.write(pack, bytes);
    assertThatThrownBy(() -> tree.wrong(repository.open(snapshot.id())))
        .isInstanceOf(StoreException.Corrupt.class)
        .hasMessageContaining("damaged");
    repository.commit("main", snapshot, LOCKFILE, List.of());
    assertThat(repository.verify(Progress.SILENT).problems())
        .anyMatch(problem -> problem.contains("pack") && problem.contains("damaged"));
  }

  @Test
  void aTruncatedPackIsCalledDamage() throws Exception {
    tree.file("a", Tree.noise(1, 5 << 20));
    WrittenSnapshot snapshot = write();
    Path pack = only("packs");
    Files.write(pack, java.util.Arrays.copyOf(Files.readAllBytes(pack), 1 << 20));
    assertThatThrownBy(() -> tree.wrong(repository.open(snapshot.id())))
        .isInstanceOf(StoreException.Corrupt.class);
  }

  @Test
  void aMissingPackIsNamed() throws Exception {
    tree.file("a", Tree.noise(1, 5000));
    WrittenSnapshot snapshot = write();
    Path pack = only("packs");
    Files.delete(pack);
    assertThatThrownBy(() -> tree.wrong(repository.open(snapshot.id())))
        .isInstanceOf(StoreException.Missing.class)
        .hasMessageContaining(pack.getFileName().toString().substring(0, 64));
  }

  @Test
  void aDamagedSegmentIsRefusedBeforeItIsRead() throws Exception {
    tree.file("a", Tree.noise(1, 5000));
    WrittenSnapshot snapshot = write();
    Files.writeString(only("index"), "{}");
    assertThatThrownBy(() -> repository.open(snapshot.id()))
        .isInstanceOf(StoreException.Corrupt.class);
  }

  @Test
  void aWholeStoreHasNoProblems() throws Exception {
    tree.file("a", Tree.noise(1, 5000));
    repository.commit("main", write(), LOCKFILE, List.of());
    StoreCheck check = repository.verify(Progress.SILENT);
    assertThat(check.problems()).isEmpty();
    assertThat(check.objects()).isEqualTo(5);
  }

  @Test
  void findsASnapshotByTheBeginningOfItsId() throws Exception {
    tree.file("a", Tree.noise(1, 50));
    WrittenSnapshot snapshot = write();
    assertThat(repository.resolve(snapshot.id().hex().substring(0, 8))).contains(snapshot.id());
    assertThat(repository.resolve("ffffffffffff")).isEmpty();
    assertThat(repository.resolve("main")).isEmpty();
  }

  @Test
  void plainTarReadsEveryPack() throws Exception {
    tree.file("a/b", Tree.noise(1, 5000)).file("c", Tree.noise(2, 12 << 20)).file("d", new byte[9]);
    write();
    Path out = Files.createDirectory(folder.resolve("out"));
    try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
      for (Path pack : packs.toList()) {
        Process tar =
            new ProcessBuilder("tar", "--zstd", "-xf", pack.toString(), "-C", out.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
      }
    }
    assertThat(Files.readAllBytes(out.resolve("a/b"))).isEqualTo(Tree.noise(1, 5000));
    assertThat(Files.readAllBytes(out.resolve("c"))).isEqualTo(Tree.noise(2, 12 << 20));
  }

  @Test
  void rebuildsATreeWithPythonAndZstdAlone() throws Exception {
    tree.file("a/b", Tree.noise(1, 5000)).file("c", Tree.noise(2, 12 << 20)).file("d", new byte[0]);
    repository.commit("main", write(), LOCKFILE, List.of());
    Path out = folder.resolve("out");
    Process python =
        new ProcessBuilder(
                "python3", store.resolve("rebuild.py").toString(), "main", out.toString())
            .inheritIO()
            .start();
    assertThat(python.waitFor()).isZero();
    assertThat(Files.readAllBytes(out.resolve("a/b"))).isEqualTo(Tree.noise(1, 5000));
    assertThat(Files.readAllBytes(out.resolve("c"))).isEqualTo(Tree.noise(2, 12 << 20));
    assertThat(Files.size(out.resolve("d"))).isZero();
  }

  @Test
  void aFileThatHeldStillIsNotReadAgainWhileTheStoreHasItsBytes() throws Exception {
    tree.file("a", Tree.noise(1, 5000)).file("b", Tree.noise(2, 5000));
    Path known = folder.resolve("digests");
    Instant later = Instant.now().plusSeconds(10);
    DigestCache first = DigestCache.open(known, tree.local(), later);
    repository.commit("main", write(first), LOCKFILE, List.of());
    first.save(known);
    DigestCache second = DigestCache.open(known, tree.local(), later);
    LocalTree gone = LocalTree.at(Files.createDirectory(folder.resolve("nothing")));
    WrittenSnapshot written = repository.write(tree.draft(), gone, second, Progress.SILENT);
    repository.prepare("unpublished", written, LOCKFILE, List.of());
    assertThat(written.unreadable()).isEmpty();
    assertThat(tree.wrong(repository.open(written.id()))).isEmpty();
    Files.delete(only("packs"));
    WrittenSnapshot mended = write(DigestCache.open(known, tree.local(), later));
    assertThat(tree.wrong(repository.open(mended.id()))).isEmpty();
  }

  private WrittenSnapshot write() throws IOException, StoreException {
    return write(DigestCache.empty());
  }

  private WrittenSnapshot write(DigestCache digests) throws IOException, StoreException {
    WrittenSnapshot written =
        repository.write(tree.draft(), tree.local(), digests, Progress.SILENT);
    repository.prepare("unpublished", written, LOCKFILE, List.of());
    return written;
  }

  private Path only(String kind) throws IOException {
    try (Stream<Path> files = Files.list(store.resolve(kind))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void whatAMissingOrShortPackHeldIsPackedAgain() throws Exception {
    tree.file("a", Tree.noise(1, 5000)).file("b", Tree.noise(2, 1 << 20));
    repository.commit("main", write(), LOCKFILE, List.of());
    Path pack = only("packs");
    byte[] bytes = Files.readAllBytes(pack);
    Files.write(pack, Arrays.copyOf(bytes, 1000));
    assertThat(tree.wrong(repository.open(write().id()))).isEmpty();
    Files.delete(pack);
    assertThat(tree.wrong(repository.open(write().id()))).isEmpty();
  }

  @Test
  void aRefIsOnlyThereOnceItIsCommitted() throws Exception {
    tree.file("a", Tree.noise(1, 1000));
    PreparedRef prepared = repository.prepare("main", write(), LOCKFILE, List.of());
    assertThat(repository.heads("main")).isEmpty();
    assertThat(repository.commit(prepared).id()).isEqualTo(prepared.id());
    assertThat(repository.heads("main")).hasSize(1);
  }
}
