package io.envsnap.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.PackRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pack of which less than half is needed goes: a prune names it, and the next record leaves it.
 */
class RepackTest {
  private static final int FILES = 10;
  private static final int SIZE = 1 << 20;
  private static final Duration LONG = PruneRequest.USUAL_GRACE.multipliedBy(2);

  @TempDir private Path folder;
  private Path root;
  private Path place;
  private Tree tree;
  private Digest pack = new Digest("0".repeat(64));
  private SegmentNotes notes = SegmentNotes.NONE;

  @BeforeEach
  void start() throws Exception {
    root = Files.createDirectory(folder.resolve("tree"));
    place = folder.resolve("store");
    tree = new Tree(root);
    for (int n = 0; n < FILES; n++) {
      tree.file("f" + n, Tree.noise(n, SIZE));
    }
    Head first = save("main");
    pack = packs(first).iterator().next();
  }

  private SnapshotRepository repository() throws StoreException {
    Instant now = Instant.now().plus(Duration.ofHours(1));
    return new SnapshotRepository(DirStore.open(place), () -> now, folder.resolve("spool"));
  }

  /** With notes of the last one, as a record has them: a noted segment may need a worn pack. */
  private WrittenSnapshot write(SnapshotDraft draft) throws Exception {
    SnapshotRepository repository = repository();
    StoreContent content =
        repository.content(draft.parents(), repository.worn(), notes, Progress.SILENT);
    WrittenSnapshot written =
        repository.write(draft, tree.local(), DigestCache.empty(), content, Progress.SILENT);
    notes = written.notes();
    return written;
  }

  private Head save(String name) throws Exception {
    List<Head> heads = repository().heads(name);
    List<Digest> parents = heads.stream().map(head -> head.ref().snapshot()).toList();
    return repository()
        .commit(name, write(tree.draft(parents)), "version: 1\n".getBytes(UTF_8), heads);
  }

  private Set<Digest> packs(Head head) throws StoreException {
    List<PackRef> packs = repository().open(head.ref().snapshot()).snapshot().packs();
    return Set.copyOf(packs.stream().map(PackRef::id).toList());
  }

  /** Saves once more with fewer of the files, and lets all that is there be old. */
  private Head saveWithout(int files) throws Exception {
    for (int n = 0; n < files; n++) {
      Files.delete(root.resolve("f" + n));
    }
    Head head = save("main");
    grow();
    return head;
  }

  private void grow() throws Exception {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Instant time = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(time.minus(LONG)));
      }
    }
    save("young");
    save("main");
  }

  private PruneReport prune(boolean dry) throws StoreException {
    return repository()
        .prune(new PruneRequest(OptionalInt.of(1), PruneRequest.USUAL_GRACE, dry), Progress.SILENT);
  }

  private Path aid() {
    return place.resolve(WornPacks.NAME);
  }

  private void assertWhole(Head head) throws Exception {
    assertThat(tree.wrong(repository().open(head.ref().snapshot()))).isEmpty();
    assertThat(repository().verify(Progress.SILENT).problems()).isEmpty();
  }

  private boolean isStored(Digest one) throws StoreException {
    return DirStore.open(place).list(ObjectKind.PACK).stream()
        .anyMatch(object -> object.name().equals(one.hex()));
  }

  @Test
  void aPackThatIsMoreThanHalfDeadIsPackedAnewAndGoes() throws Exception {
    Head old = saveWithout(6);
    PruneReport said = prune(true);
    assertThat(said.worn()).isEqualTo(1);
    assertThat(said.wornBytes()).isBetween(6L * SIZE - SIZE / 10, 6L * SIZE + SIZE / 10);
    assertThat(aid()).doesNotExist();
    assertThat(prune(false)).isEqualTo(said);
    assertThat(aid()).hasContent("envsnap repack 1\n" + pack.hex() + "\n");
    assertWhole(old);

    String before = repository().worn().text();
    assertThat(before).isNotEmpty();
    Head main = save("main");
    Head young = save("young");
    assertThat(packs(main)).hasSize(1).doesNotContain(pack).isEqualTo(packs(young));
    assertWhole(main);
    assertWhole(old);
    assertThat(save("main").ref().snapshot()).isEqualTo(main.ref().snapshot());

    grow();
    PruneReport last = prune(false);
    assertThat(last.objects()).anyMatch(object -> object.name().equals(pack.hex()));
    assertThat(last.worn()).isZero();
    assertThat(isStored(pack)).isFalse();
    assertThat(aid()).hasContent("envsnap repack 1\n");
    assertThat(repository().worn().text()).isNotEqualTo(before).isEmpty();
    assertWhole(repository().heads("main").get(0));
    assertWhole(repository().heads("young").get(0));
  }

  @Test
  void aPackThatIsMoreThanHalfAliveStaysAsItIs() throws Exception {
    saveWithout(4);
    PruneReport report = prune(false);
    assertThat(report.worn()).isZero();
    assertThat(aid()).doesNotExist();
    assertThat(packs(save("main"))).containsExactly(pack);
  }

  @Test
  void whatThisMachineHasNoBytesOfStaysInItsOldPack() throws Exception {
    Head old = saveWithout(6);
    prune(false);
    List<ClaimedNode> carried = repository().open(old.ref().snapshot()).nodes().subList(0, 2);
    Tree nothing = new Tree(Files.createDirectory(folder.resolve("nothing")));
    nothing.file("own", Tree.noise(77, 1000));
    SnapshotDraft own = nothing.draft(List.of(old.ref().snapshot()));
    SnapshotDraft draft =
        new SnapshotDraft(own.paths(), carried, Map.of(), own.parents(), "test 1", "nowhere");
    WrittenSnapshot written =
        repository().write(draft, nothing.local(), DigestCache.empty(), Progress.SILENT);
    Head head = repository().commit("carried", written, "version: 1\n".getBytes(UTF_8), List.of());
    assertThat(packs(head)).hasSize(2).contains(pack);
    Files.delete(root.resolve("f8"));
    Files.delete(root.resolve("f9"));
    tree.file("own", Tree.noise(77, 1000));
    assertWhole(head);
  }

  /** A kill comes between two objects: after any of these, everything restores. */
  @Test
  void aRecordThatIsCutOffBeforeItsRefLeavesTheOldPackInUse() throws Exception {
    Head old = saveWithout(6);
    prune(false);
    WrittenSnapshot cut = write(tree.draft());
    assertWhole(old);
    prune(false);
    assertThat(isStored(pack)).isTrue();
    assertWhole(old);
    Head main = save("main");
    assertThat(packs(main)).doesNotContain(pack);
    assertThat(cut.snapshot().packs()).extracting(PackRef::id).containsAll(packs(main));
    assertWhole(main);
  }

  /** Its last step is the note, so a kill before that leaves what the prune before said. */
  @Test
  void aPruneThatIsCutOffBeforeItsNoteLeavesOneOfAPackThatIsGone() throws Exception {
    saveWithout(6);
    prune(false);
    String note = Files.readString(aid());
    save("main");
    save("young");
    grow();
    prune(false);
    assertThat(isStored(pack)).isFalse();
    Files.writeString(aid(), note);

    tree.file("later", Tree.noise(99, SIZE));
    Head main = save("main");
    assertWhole(main);
    assertThat(save("main").ref().snapshot()).isEqualTo(main.ref().snapshot());
    assertThat(prune(false).worn()).isZero();
    assertThat(aid()).hasContent("envsnap repack 1\n");
    assertWhole(main);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "envsnap repack 1",
        "envsnap repack 2\n%s\n",
        "envsnap repack 1\n%s",
        "envsnap repack 1\n%s\n%s\n",
        "envsnap repack 1\n../../etc/passwd\n",
        "envsnap repack 1\n\n",
        "\u0000\u00ff"
      })
  void anAidThatIsNotWhollyUnderstoodAsksForNothing(String text) throws Exception {
    Files.writeString(aid(), text.replace("%s", pack.hex()));
    assertThat(repository().worn().text()).isEmpty();
    assertThat(packs(save("main"))).containsExactly(pack);
  }

  @Test
  void anEndlessAidOrAFolderInItsPlaceAsksForNothing() throws Exception {
    Files.write(aid(), ("envsnap repack 1\n" + "0".repeat(2 << 20)).getBytes(UTF_8));
    assertThat(repository().worn().text()).isEmpty();
    Files.delete(aid());
    Files.createDirectory(aid());
    assertThat(repository().worn().text()).isEmpty();
    assertThat(packs(save("main"))).containsExactly(pack);
  }

  @Test
  void anAidThatNamesEverythingOnlyHasItPackedAgain() throws Exception {
    Files.writeString(aid(), "envsnap repack 1\n" + pack.hex() + "\n" + "f".repeat(64) + "\n");
    Files.delete(root.resolve("f0"));
    Head head = save("main");
    assertThat(packs(head)).hasSize(1).doesNotContain(pack);
    assertWhole(head);
  }

  @Test
  void aSegmentThatIsDamagedLeavesItsPacksAlone() throws Exception {
    Head old = saveWithout(6);
    String segment =
        repository().open(old.ref().snapshot()).snapshot().segments().get(0).id().hex();
    Files.writeString(place.resolve("index/" + segment + ".json.zst"), "no");
    assertThat(prune(false).worn()).isZero();
    assertThat(aid()).doesNotExist();
  }
}
