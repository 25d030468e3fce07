package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is noted as a segment is that segment, if the store has it and all that it needs. */
class KeptSegmentsTest {
  private static final int FILES = 2000;
  private static final int PACK_SIZE = 1 << 20;

  @TempDir private Path folder;
  private Path root;
  private Tree tree;
  private SnapshotRepository repository;
  private WrittenSnapshot first;

  @BeforeEach
  void record() throws Exception {
    root = Files.createDirectory(folder.resolve("tree"));
    tree = new Tree(root);
    for (int n = 0; n < FILES; n++) {
      tree.file("d" + n % 9 + "/f" + n, Tree.noise(n, 2500));
    }
    repository =
        new SnapshotRepository(
            DirStore.open(folder.resolve("store")),
            InstantSource.system(),
            folder.resolve("spool"),
            PACK_SIZE);
    first = write(SegmentNotes.NONE);
    repository.commit("main", first, new byte[0], List.of());
  }

  private WrittenSnapshot write(SegmentNotes notes) throws Exception {
    List<Digest> parents = first == null ? List.of() : List.of(first.id());
    StoreContent content = repository.content(parents, repository.worn(), notes, Progress.SILENT);
    return repository.write(
        tree.draft(parents), tree.local(), DigestCache.empty(), content, Progress.SILENT);
  }

  private static Set<SegmentRef> common(WrittenSnapshot one, WrittenSnapshot other) {
    Set<SegmentRef> common = new HashSet<>(one.snapshot().segments());
    common.retainAll(other.snapshot().segments());
    return common;
  }

  @Test
  void aRecordThatHasNotesMakesTheSegmentsThatOneWithoutMakes() throws Exception {
    assertThat(first.snapshot().segments()).hasSizeGreaterThan(5);
    tree.file("d3/new", Tree.noise(-1, 300));
    Files.delete(root.resolve("d5/f5"));
    WrittenSnapshot with = write(first.notes());
    WrittenSnapshot without = write(SegmentNotes.NONE);
    assertThat(with.snapshot().segments()).isEqualTo(without.snapshot().segments());
    assertThat(with.snapshot().packs()).isEqualTo(without.snapshot().packs());
    assertThat(with.notes()).isEqualTo(without.notes()).isNotEqualTo(first.notes());
    assertThat(common(first, with)).hasSizeGreaterThan(first.snapshot().segments().size() - 4);
    repository.commit("main", with, new byte[0], repository.heads("main"));
    assertThat(tree.wrong(repository.open(with.id()))).isEmpty();
    assertThat(repository.verify(Progress.SILENT).problems()).isEmpty();
  }

  @Test
  void whatIsNotedIsTakenUnlooked() throws Exception {
    // Notes that lie show what counts: a run is not written where a segment is noted for it.
    List<SegmentRef> segments = first.snapshot().segments();
    Map<Digest, Digest> wrong = new HashMap<>(first.notes().segments());
    wrong.replaceAll((run, segment) -> segments.get(0).id());
    tree.file("zzz", Tree.noise(-1, 300));
    List<SegmentRef> kept = write(new SegmentNotes(wrong)).snapshot().segments();
    assertThat(kept.subList(0, segments.size() - 1)).containsOnly(segments.get(0));
  }

  @Test
  void aNotedSegmentThatTheStoreLacksIsWritten() throws Exception {
    Map<Digest, Digest> elsewhere = new HashMap<>(first.notes().segments());
    elsewhere.replaceAll((run, segment) -> Digest.of(segment.bytes()));
    tree.file("zzz", Tree.noise(-1, 300));
    WrittenSnapshot with = write(new SegmentNotes(elsewhere));
    assertThat(with.snapshot().segments()).isEqualTo(write(first.notes()).snapshot().segments());
  }

  @Test
  void aNotedSegmentWhosePackWentAwayIsWrittenWithItsBytes() throws Exception {
    DirStore objects = DirStore.open(folder.resolve("store"));
    List<StoredObject> packs = objects.list(ObjectKind.PACK);
    assertThat(packs).hasSizeGreaterThan(1);
    objects.delete(packs.stream().min(Comparator.comparing(StoredObject::size)).orElseThrow());
    tree.file("zzz", Tree.noise(-1, 300));
    WrittenSnapshot next = write(first.notes());
    repository.commit("main", next, new byte[0], repository.heads("main"));
    assertThat(tree.wrong(repository.open(next.id()))).isEmpty();
    assertThat(common(first, next)).isNotEmpty();
  }

  @Test
  void aDamagedSegmentIsMended() throws Exception {
    SegmentRef damaged = first.snapshot().segments().get(2);
    String hex = damaged.id().hex();
    Path file;
    try (var all = Files.walk(folder.resolve("store/index"))) {
      file = all.filter(one -> one.getFileName().toString().startsWith(hex)).findFirst().get();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    tree.file("zzz", Tree.noise(-1, 300));
    WrittenSnapshot next = write(first.notes());
    repository.commit("main", next, new byte[0], repository.heads("main"));
    assertThat(tree.wrong(repository.open(next.id()))).isEmpty();
    assertThat(repository.verify(Progress.SILENT).problems()).isEmpty();
  }

  @Test
  void notesAreReadAsTheyWereWritten() throws Exception {
    Path file = folder.resolve("notes");
    assertThat(SegmentNotes.read(file)).isEqualTo(SegmentNotes.NONE);
    first.notes().write(file);
    assertThat(SegmentNotes.read(file)).isEqualTo(first.notes()).isNotEqualTo(SegmentNotes.NONE);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 7) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThat(SegmentNotes.read(file)).isEqualTo(SegmentNotes.NONE);
    }
    first.notes().write(folder.resolve("missing/notes"));
  }

  private static ClaimedNode node(TreeNode node) {
    return new ClaimedNode(node, Tree.ENTRY, Placement.CONTENT);
  }

  private static Metadata metadata(
      int mode, Owner owner, long seconds, Map<String, String> xattrs) {
    return new Metadata(mode, owner, new Timestamp(seconds, 5), new TreeMap<>(xattrs));
  }

  @Test
  void whateverARunSaysTellsItFromOthers() {
    TreePath path = TreePath.of("/a");
    Digest digest = Digest.of(new byte[1]);
    Metadata plain = metadata(0644, Owner.ROOT, 1, Map.of());
    Owner other = new Owner("a", 1, "b", 2);
    EntryKey entry =
        new EntryKey(Tree.ENTRY.ecosystem(), Tree.ENTRY.kind(), "\udc80", Tree.ENTRY.name());
    EntryKey alike =
        new EntryKey(Tree.ENTRY.ecosystem(), Tree.ENTRY.kind(), "\udc81", Tree.ENTRY.name());
    TreeNode.RegularFile file = new TreeNode.RegularFile(path, plain, 1, digest);
    List<ClaimedNode> all = new ArrayList<>();
    all.add(node(file));
    all.add(new ClaimedNode(file, Tree.ENTRY, Placement.LATE));
    all.add(new ClaimedNode(file, entry, Placement.CONTENT));
    all.add(new ClaimedNode(file, alike, Placement.CONTENT));
    all.add(node(new TreeNode.RegularFile(TreePath.of("/b"), plain, 1, digest)));
    all.add(node(new TreeNode.RegularFile(TreePath.of("/\udc80"), plain, 1, digest)));
    all.add(node(new TreeNode.RegularFile(TreePath.of("/\udc81"), plain, 1, digest)));
    all.add(node(new TreeNode.RegularFile(path, plain, 2, digest)));
    all.add(node(new TreeNode.RegularFile(path, plain, 1, Digest.of(new byte[2]))));
    for (Metadata metadata :
        List.of(
            metadata(0600, Owner.ROOT, 1, Map.of()),
            metadata(0644, other, 1, Map.of()),
            metadata(0644, Owner.ROOT, 2, Map.of()),
            metadata(0644, Owner.ROOT, 1, Map.of("user.a", "00")),
            metadata(0644, Owner.ROOT, 1, Map.of("user.a", "01")))) {
      all.add(node(new TreeNode.RegularFile(path, metadata, 1, digest)));
    }
    all.add(node(new TreeNode.Directory(path, plain)));
    all.add(node(new TreeNode.Symlink(path, plain, "x")));
    all.add(node(new TreeNode.Symlink(path, plain, "y")));
    all.add(node(new TreeNode.HardLink(path, TreePath.of("/x"))));
    all.add(node(new TreeNode.HardLink(path, TreePath.of("/y"))));
    all.add(node(new TreeNode.Deleted(path)));
    Set<Digest> says = new HashSet<>();
    all.forEach(one -> says.add(RunDigest.of(List.of(one))));
    assertThat(says).hasSize(all.size());
    assertThat(RunDigest.of(all)).isEqualTo(RunDigest.of(List.copyOf(all)));
    assertThat(RunDigest.of(all)).isNotEqualTo(RunDigest.of(all.subList(1, all.size())));
  }
}
