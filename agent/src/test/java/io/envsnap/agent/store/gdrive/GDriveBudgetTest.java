package io.envsnap.agent.store.gdrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.Tree;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.agent.store.Layout;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveRules;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests a save and a restore cost, where Drive allows two creations a second. */
class GDriveBudgetTest {
  @TempDir private Path folder;
  private EmulatedDrive world;
  private Tree tree;
  private int restores;

  @BeforeEach
  void start() throws Exception {
    world = new EmulatedDrive(folder);
    world.drive.rules(DriveRules.USUAL.creates(2, 3));
    tree = new Tree(Files.createDirectory(folder.resolve("tree")));
  }

  /** So many that several segments are made of them. */
  private void modules(int count) throws Exception {
    for (int n = 0; n < count; n++) {
      tree.file("lib" + n % 40 + "/module" + n + ".py", ("x = " + n + "\n").getBytes(UTF_8));
    }
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private int creates() {
    return world.drive.count(DriveCall.CREATE) + world.drive.count(DriveCall.SESSION);
  }

  private int reads() {
    return world.drive.count(DriveCall.LIST)
        + world.drive.count(DriveCall.GET)
        + world.drive.count(DriveCall.DOWNLOAD);
  }

  private SnapshotRepository repository(GDriveStore store, String machine) {
    return new SnapshotRepository(store, world.drive.clock()::now, folder.resolve(machine));
  }

  /** A save by a process of its own; how many packs it added. */
  private int save() throws Exception {
    try (GDriveStore store = world.open("envsnap", "machine")) {
      SnapshotRepository repository = repository(store, "spool");
      int before = store.list(ObjectKind.PACK).size();
      List<Head> heads = repository.heads("main");
      world.drive.faults(FaultPlan.NONE);
      WrittenSnapshot written =
          repository.write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
      byte[] lockfile = ("version: 1 # " + written.id()).getBytes(UTF_8);
      repository.commit("main", written, lockfile, heads);
      assertThat(world.drive.refused()).isZero();
      return store.list(ObjectKind.PACK).size() - before;
    }
  }

  /** A restore by a machine of its own; how many packs it needed. */
  private int restore() throws Exception {
    world.drive.faults(FaultPlan.NONE);
    try (GDriveStore store = world.open("envsnap", "other" + restores++)) {
      SnapshotRepository repository = repository(store, "spool" + restores);
      Head head = repository.heads("main").get(0);
      repository.lockfile(head.ref().lockfile());
      assertThat(tree.wrong(repository.open(head.ref().snapshot()))).isEmpty();
      return repository.document(head.ref().snapshot()).packs().size();
    }
  }

  @Test
  void aFirstSaveMakesEightFilesBesidesItsPacksALaterOneFourAndARestoreReadsSix() throws Exception {
    modules(14_000);
    for (int n = 0; n < 9; n++) {
      tree.file("weights" + n, Tree.noise(n, 15 << 20));
    }
    int packs = save();
    assertThat(packs).isGreaterThan(1);
    // One is left for the program itself.
    assertThat(creates()).as("%s", world.drive.calls()).isLessThanOrEqualTo(packs + 7);

    tree.file("weights0", Tree.noise(99, 15 << 20)).file("lib7/module7.py", Tree.noise(1, 9));
    packs = save();
    assertThat(creates()).as("%s", world.drive.calls()).isLessThanOrEqualTo(packs + 4);

    packs = restore();
    assertThat(reads()).as("%s", world.drive.calls()).isLessThanOrEqualTo(packs + 6);
  }

  @Test
  void anAutosaveMakesThreeFilesHoweverManyCameBefore() throws Exception {
    modules(5_000);
    save();
    for (int n = 0; n < 4; n++) {
      for (int changed = 1000 * n; changed < 5_000; changed += 1000) {
        tree.file("lib" + changed % 40 + "/module" + (changed + n) + ".py", Tree.noise(n, 30));
      }
      assertThat(save()).isEqualTo(1);
      assertThat(creates()).as("%s", world.drive.calls()).isEqualTo(3);
      int packs = restore();
      assertThat(reads()).as("%s", world.drive.calls()).isLessThanOrEqualTo(packs + 6);
    }
  }

  @Test
  void nothingIsMadeWhenNothingChanged() throws Exception {
    modules(10);
    save();
    try (GDriveStore store = world.open("envsnap", "machine")) {
      SnapshotRepository repository = repository(store, "spool");
      world.drive.faults(FaultPlan.NONE);
      Head head = repository.heads("main").get(0);
      WrittenSnapshot written =
          repository.write(
              tree.draft(List.of(head.ref().snapshot())),
              tree.local(),
              DigestCache.empty(),
              Progress.SILENT);
      assertThat(written.id()).isEqualTo(head.ref().snapshot());
      assertThat(creates()).isZero();
    }
  }

  @Test
  void savesUnpackToTheLayoutOfAFolder() throws Exception {
    modules(3_000);
    save();
    tree.file("lib0/more", Tree.noise(4, 100));
    save();
    Path out = Files.createDirectory(folder.resolve("out"));
    try (GDriveStore store = world.open("envsnap", "machine")) {
      for (Path file : world.drive.filesNamed("saves-")) {
        Process tar =
            new ProcessBuilder("tar", "-xf", file.toString(), "-C", out.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
      }
      for (ObjectKind kind :
          List.of(ObjectKind.SEGMENT, ObjectKind.SNAPSHOT, ObjectKind.LOCKFILE)) {
        for (var object : store.list(kind)) {
          Path file =
              out.resolve(Layout.folder(kind)).resolve(object.name() + Layout.extension(kind));
          try (InputStream in = store.read(kind, object.name(), 0, Long.MAX_VALUE)) {
            assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
          }
        }
      }
    }
  }
}
