package io.envsnap.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removing what nothing needs, in a folder whose files say when they came. */
class PrunerTest {
  private static final Duration GRACE = Duration.ofDays(8);

  @TempDir private Path folder;
  private Tree tree;
  private Path place;
  private Instant now = Instant.now().plus(Duration.ofHours(1));
  private int saves;

  @BeforeEach
  void start() throws Exception {
    tree = new Tree(Files.createDirectory(folder.resolve("tree")));
    tree.file("same", Tree.noise(1, 3000));
    place = folder.resolve("store");
  }

  private SnapshotRepository repository(ObjectStore store) {
    return new SnapshotRepository(store, () -> now, folder.resolve("spool"));
  }

  private SnapshotRepository repository() throws StoreException {
    return repository(DirStore.open(place));
  }

  private Head save(String name) throws Exception {
    saves++;
    tree.file("changes", Tree.noise(saves, 2000));
    SnapshotRepository repository = repository();
    List<Head> heads = repository.heads(name);
    WrittenSnapshot written =
        repository.write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
    return repository.commit(
        name, written, ("version: 1 # " + saves + "\n").getBytes(UTF_8), heads);
  }

  /** A record that ends before its ref is written. */
  private WrittenSnapshot cutOff() throws Exception {
    saves++;
    tree.file("changes", Tree.noise(saves, 2000));
    WrittenSnapshot written =
        repository().write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
    String lockfile =
        "version: 1\nbase:\n  os: debian 12\nsnapshot: {store: \"dir:"
            + place
            + "\", id: \"sha256:"
            + written.id().hex()
            + "\"}\n";
    repository().prepare("main", written, lockfile.getBytes(UTF_8), List.of());
    return written;
  }

  /** Lets everything that is there be older. */
  private void pass(Duration time) throws IOException {
    for (Path file : files()) {
      FileTime old = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(file, FileTime.from(old.toInstant().minus(time)));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private PruneReport prune(OptionalInt keep) throws StoreException {
    return repository().prune(new PruneRequest(keep, GRACE, false), Progress.SILENT);
  }

  private void assertRestorable(Head... heads) throws Exception {
    for (Head head : heads) {
      repository().lockfile(head.ref().lockfile());
      OpenSnapshot snapshot = repository().open(head.ref().snapshot());
      assertThat(snapshot.nodes()).isNotEmpty();
    }
    assertThat(repository().verify(Progress.SILENT).problems()).isEmpty();
  }

  @Test
  void whatARecordThatWasCutOffLeftGoesAfterTheGraceAndNotBefore() throws Exception {
    Head head = save("main");
    List<Path> before = files();
    cutOff();
    PruneReport early = prune(OptionalInt.empty());
    assertThat(early.objects()).isEmpty();
    assertThat(early.young()).isPositive();
    pass(GRACE.plusHours(1));
    Head next = save("other");
    assertThat(prune(OptionalInt.empty()).objects()).hasSize(4);
    assertRestorable(head, next);
    assertThat(files()).containsAll(before);
  }

  @Test
  void nothingGoesByAClockThatIsAhead() throws Exception {
    save("main");
    cutOff();
    now = now.plus(Duration.ofDays(1000));
    assertThat(prune(OptionalInt.of(1)).objects()).isEmpty();
  }

  @Test
  void supersededSnapshotsGoWhenAskedAndTheNewestStay() throws Exception {
    Head first = save("main");
    Head second = save("main");
    pass(Duration.ofDays(1));
    Head third = save("main");
    Head other = save("other");
    pass(GRACE);
    Head fourth = save("main");
    assertThat(prune(OptionalInt.empty()).refs()).isEmpty();
    PruneReport report = prune(OptionalInt.of(2));
    assertThat(report.refs()).extracting(Head::id).containsExactly(first.id(), second.id());
    assertThat(repository().history("main"))
        .extracting(Head::id)
        .containsExactly(fourth.id(), third.id());
    assertRestorable(third, fourth, other);
    assertThat(prune(OptionalInt.of(2)).objects()).isEmpty();
  }

  @Test
  void whatWasSupersededLatelyStaysForWhoeverStillContinuesIt() throws Exception {
    Head first = save("main");
    pass(GRACE.multipliedBy(3));
    Head second = save("main");
    assertThat(prune(OptionalInt.of(1)).refs()).isEmpty();
    assertRestorable(first, second);
  }

  @Test
  void bothHeadsOfTwoWritersStay() throws Exception {
    Head first = save("main");
    SnapshotRepository repository = repository();
    WrittenSnapshot written =
        repository.write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
    Head stranger = repository.commit("main", written, "version: 1\n".getBytes(UTF_8), List.of());
    pass(GRACE.multipliedBy(3));
    Head next = save("third");
    assertThat(prune(OptionalInt.of(1)).refs()).isEmpty();
    assertRestorable(first, stranger, next);
  }

  @Test
  void aDryRunRemovesNothing() throws Exception {
    save("main");
    save("main");
    pass(GRACE.multipliedBy(3));
    save("main");
    List<Path> before = files();
    PruneRequest dry = new PruneRequest(OptionalInt.of(1), Duration.ZERO, true);
    PruneReport said = repository().prune(dry, Progress.SILENT);
    assertThat(said.refs()).hasSize(2);
    assertThat(files()).isEqualTo(before);
    PruneReport done =
        repository().prune(new PruneRequest(dry.keep(), dry.grace(), false), Progress.SILENT);
    assertThat(done).isEqualTo(said);
  }

  @Test
  void nothingIsRemovedWhereASnapshotIsDamaged() throws Exception {
    Head head = save("main");
    cutOff();
    pass(GRACE.multipliedBy(3));
    save("other");
    Files.writeString(place.resolve("snapshots/" + head.ref().snapshot().hex() + ".json"), "{}");
    List<Path> before = files();
    assertThatThrownBy(() -> prune(OptionalInt.of(1))).isInstanceOf(StoreException.Corrupt.class);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aLockfileThatWasKeptForAPersonStays() throws Exception {
    save("main");
    repository().keep("version: 1\nbase:\n  os: debian 12\n".getBytes(UTF_8));
    pass(GRACE.multipliedBy(3));
    save("main");
    prune(OptionalInt.of(1));
    try (Stream<Path> lockfiles = Files.list(place.resolve("lockfiles"))) {
      assertThat(lockfiles).hasSize(2 + 1);
    }
  }

  /** What it left is found again by a record with the same content, just before it goes. */
  @Test
  void whatIsReliedUponAgainIsYoungAgain() throws Exception {
    save("main");
    cutOff();
    pass(GRACE.multipliedBy(3));
    save("other");
    ObjectStore late = DirStore.open(place);
    ObjectStore slow =
        before(
            late,
            () -> {
              saves--;
              tree.file("changes", Tree.noise(saves, 2000));
              SnapshotRepository again = repository();
              WrittenSnapshot written =
                  again.write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
              again.commit("again", written, "version: 1\n".getBytes(UTF_8), List.of());
            });
    repository(slow).prune(new PruneRequest(OptionalInt.empty(), GRACE, false), Progress.SILENT);
    assertThat(repository().names()).contains("again");
    assertRestorable(repository().heads("again").get(0));
  }

  @Test
  void cutOffAnywhereItLeavesEveryRefRestorable() throws Exception {
    for (int cut = 0; ; cut++) {
      place = folder.resolve("store" + cut);
      save("main");
      save("main");
      cutOff();
      save("main");
      pass(GRACE.multipliedBy(3));
      Head head = save("main");
      List<String> deleted = new ArrayList<>();
      boolean whole = prunedUntil(cut, deleted);
      List<Head> history = repository().history("main");
      assertThat(repository().heads("main")).containsExactly(head);
      assertRestorable(history.toArray(new Head[0]));
      prune(OptionalInt.of(1));
      assertRestorable(repository().history("main").toArray(new Head[0]));
      if (whole) {
        assertThat(deleted).hasSizeGreaterThan(10);
        return;
      }
    }
  }

  private boolean prunedUntil(int cut, List<String> deleted) throws Exception {
    ObjectStore store = DirStore.open(place);
    ObjectStore dying =
        before(
            store,
            () -> {
              if (deleted.size() == cut) {
                throw new IllegalStateException("killed");
              }
              deleted.add("one");
            });
    try {
      repository(dying).prune(new PruneRequest(OptionalInt.of(1), GRACE, false), Progress.SILENT);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private interface Deed {
    void run() throws Exception;
  }

  /** The same store, but something happens before each deletion. */
  private static ObjectStore before(ObjectStore store, Deed deed) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            PrunerTest.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("delete")) {
                StoredObject object = (StoredObject) arguments[0];
                assertThat(object.kind()).isNotEqualTo(ObjectKind.AID);
                deed.run();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
