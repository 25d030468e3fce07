package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is packed ahead is in the snapshot if the draft has it, with the bytes that it shall have.
 */
class BegunSnapshotTest {
  private static final int PACK_SIZE = 1 << 20;

  @TempDir private Path folder;
  private Path root;
  private Tree tree;

  @BeforeEach
  void makeTree() throws Exception {
    root = Files.createDirectory(folder.resolve("tree"));
    tree = new Tree(root);
    for (int n = 0; n < 30; n++) {
      tree.file("usr/lib/f" + n, Tree.noise(n, 1 + n * 9000)).file("srv/g" + n, Tree.noise(n, 500));
    }
    tree.file("usr/large", Tree.noise(99, 5 << 20));
  }

  private static SnapshotRepository in(ObjectStore store, Path folder) {
    return new SnapshotRepository(
        store, InstantSource.system(), folder.resolve("spool"), PACK_SIZE);
  }

  private SnapshotRepository repository() throws StoreException {
    return in(DirStore.open(folder.resolve("store")), folder);
  }

  private BegunSnapshot begin(SnapshotRepository repository) throws Exception {
    StoreContent content =
        repository.content(List.of(), repository.worn(), SegmentNotes.NONE, Progress.SILENT);
    return repository.begin(tree.local(), DigestCache.empty(), content);
  }

  /** Files of the system, in the order of their paths. */
  private static List<RecordedPath> ahead(SnapshotDraft draft) {
    return draft.paths().stream()
        .filter(path -> path.path().value().startsWith("/usr/"))
        .filter(path -> path.status().filter(Tree::isFile).isPresent())
        .sorted(Comparator.comparing(RecordedPath::path))
        .toList();
  }

  /** Packs the files of one draft ahead, and then makes a snapshot of another. */
  private WrittenSnapshot write(
      SnapshotRepository repository, SnapshotDraft early, SnapshotDraft draft) throws Exception {
    try (BegunSnapshot begun = begin(repository)) {
      begun.packAhead(ahead(early));
      WrittenSnapshot written = begun.complete(draft, Progress.SILENT);
      repository.prepare("main", written, new byte[0], List.of());
      return written;
    }
  }

  private static SnapshotDraft of(List<RecordedPath> paths) {
    return new SnapshotDraft(paths, Map.of(), List.of(), "test 1", "nowhere");
  }

  @Test
  void theSnapshotIsTheSameAsIfNothingHadBeenPackedAhead() throws Exception {
    SnapshotDraft draft = tree.draft();
    SnapshotRepository repository = repository();
    WrittenSnapshot plain =
        repository.write(draft, tree.local(), DigestCache.empty(), Progress.SILENT);
    SnapshotRepository other = in(DirStore.open(folder.resolve("other")), folder);
    WrittenSnapshot written = write(other, draft, draft);
    assertThat(written.nodes()).isEqualTo(plain.nodes());
    assertThat(written.snapshot().contentBytes()).isEqualTo(plain.snapshot().contentBytes());
    assertThat(tree.wrong(other.open(written.id()))).isEmpty();
    assertThat(other.verify(Progress.SILENT).problems()).isEmpty();
  }

  @Test
  void whatTheDraftDoesNotHaveIsNoPartOfIt() throws Exception {
    SnapshotDraft draft = tree.draft();
    List<RecordedPath> fewer = new ArrayList<>(draft.paths());
    fewer.removeIf(path -> path.path().value().equals("/usr/lib/f7"));
    SnapshotRepository repository = repository();
    WrittenSnapshot written = write(repository, draft, of(fewer));
    assertThat(tree.wrong(repository.open(written.id()))).containsExactly("/usr/lib/f7");
  }

  @Test
  void otherBytesInPlaceOfAFilesWinOverThoseThatWerePackedAhead() throws Exception {
    byte[] instead = "no secret".getBytes(StandardCharsets.UTF_8);
    SnapshotDraft draft = tree.draft();
    List<RecordedPath> paths = new ArrayList<>();
    for (RecordedPath path : draft.paths()) {
      boolean replaced = path.path().value().equals("/usr/lib/f7");
      paths.add(
          replaced
              ? new RecordedPath(
                  path.path(), path.status(), path.entry(), path.placement(), Optional.of(instead))
              : path);
    }
    SnapshotRepository repository = repository();
    WrittenSnapshot written = write(repository, draft, of(paths));
    tree.file("usr/lib/f7", instead);
    assertThat(tree.wrong(repository.open(written.id()))).isEmpty();
  }

  @Test
  void aFileThatWentAwayIsNamedOnceAndTheOthersAreThere() throws Exception {
    SnapshotDraft draft = tree.draft();
    Files.delete(root.resolve("usr/lib/f7"));
    SnapshotRepository repository = repository();
    WrittenSnapshot written = write(repository, draft, draft);
    assertThat(written.unreadable())
        .singleElement()
        .satisfies(left -> assertThat(left.path()).isEqualTo("/usr/lib/f7"));
    assertThat(tree.wrong(repository.open(written.id()))).isEmpty();
  }

  @Test
  void aStoreThatIsFullWhilePackingAheadIsToldAsSuch() throws Exception {
    SnapshotDraft draft = tree.draft();
    SnapshotRepository repository =
        in(new FullAfterOnePack(DirStore.open(folder.resolve("store"))), folder);
    try (BegunSnapshot begun = begin(repository)) {
      begun.packAhead(ahead(draft));
      assertThatThrownBy(() -> begun.complete(draft, Progress.SILENT))
          .isInstanceOf(StoreException.Full.class);
    }
    assertThat(repository.names()).isEmpty();
  }

  @Test
  void closedInTheMiddleItLeavesNothingUnderWay() throws Exception {
    SnapshotDraft draft = tree.draft();
    try (BegunSnapshot begun = begin(repository())) {
      begun.packAhead(ahead(draft));
    }
    assertThat(repository().verify(Progress.SILENT).problems()).isEmpty();
    WrittenSnapshot written =
        repository().write(draft, tree.local(), DigestCache.empty(), Progress.SILENT);
    repository().prepare("main", written, new byte[0], List.of());
    assertThat(written.nodes().stream().map(ClaimedNode::node))
        .filteredOn(TreeNode.RegularFile.class::isInstance)
        .hasSize(61);
    assertThat(tree.wrong(repository().open(written.id()))).isEmpty();
  }
}
