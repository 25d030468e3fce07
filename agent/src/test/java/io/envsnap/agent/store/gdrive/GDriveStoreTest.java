package io.envsnap.agent.store.gdrive;

import static io.envsnap.agent.store.gdrive.EmulatedDrive.blob;
import static io.envsnap.agent.store.gdrive.EmulatedDrive.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.ObjectStoreContract;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.drive.DriveRules;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GDriveStoreTest extends ObjectStoreContract {
  private static final String NAME = "cd".repeat(32);

  @TempDir private Path folder;
  private EmulatedDrive world;

  @BeforeEach
  void start() {
    world = new EmulatedDrive(folder);
    world.drive.rules(DriveRules.USUAL.creates(2, 3).pages(7));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Override
  protected ObjectStore open() throws Exception {
    return world.open("envsnap", "machine");
  }

  @Test
  void aFolderIsOnlyMadeByTheFirstObject() throws Exception {
    ObjectStore store = open();
    store.list(ObjectKind.PACK);
    assertThat(world.drive.count(DriveCall.CREATE)).isZero();
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    assertThat(world.drive.count(DriveCall.CREATE)).isEqualTo(2);
  }

  @Test
  void aFolderIsTheSameByNameByIdAndByShareAddress() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    String id = store.address().substring("gdrive:".length());
    for (String address :
        new String[] {
          "envsnap",
          id,
          "https://drive.google.com/drive/folders/" + id + "?usp=sharing",
          "https://drive.google.com/drive/u/0/folders/" + id
        }) {
      ObjectStore same = world.open(address, "other");
      assertThat(same.address()).isEqualTo(store.address());
      assertThat(same.list(ObjectKind.REF)).hasSize(1);
    }
  }

  @Test
  void ofTwoMachinesThatMakeTheFolderAtOnceTheSecondTakesTheOtherOnesNextTime() throws Exception {
    ObjectStore one = world.open("envsnap", "one");
    ObjectStore two = world.open("envsnap", "two");
    one.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    world.drive.clock().advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> two.put(ObjectKind.SNAPSHOT, NAME, blob(bytes(2, 10))))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class, e -> assertThat(e.hint()).contains("again"))
        .hasMessageContaining("at the same moment");
    assertThat(world.drive.idsNamed("envsnap")).hasSize(1);
    ObjectStore again = world.open("envsnap", "two");
    again.put(ObjectKind.SNAPSHOT, NAME, blob(bytes(2, 10)));
    assertThat(again.address()).isEqualTo(one.address());
    assertThat(world.open("envsnap", "three").list(ObjectKind.REF)).hasSize(1);
  }

  @Test
  void whereSearchesLagBothFoldersAreKeptAndNamed() throws Exception {
    world.drive.rules(DriveRules.USUAL.lagging(Duration.ofMinutes(1), true));
    ObjectStore one = world.open("envsnap", "one");
    ObjectStore two = world.open("envsnap", "two");
    one.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    two.put(ObjectKind.REF, "main/" + NAME, blob(bytes(2, 20)));
    world.drive.clock().advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> world.open("envsnap", "three"))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class,
            e -> assertThat(e.hint()).contains(one.address(), two.address()));
    for (ObjectStore made : new ObjectStore[] {one, two}) {
      String id = made.address().substring("gdrive:".length());
      assertThat(world.open(id, "three").list(ObjectKind.REF)).hasSize(1);
    }
  }

  @Test
  void aFolderThatNobodySeesIsNamed() {
    assertThatThrownBy(() -> world.open("1" + "x".repeat(32), "machine"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("sees no folder");
  }

  @Test
  void anObjectThatIsThereIsNotSentAgain() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.PACK, NAME, blob(bytes(1, 10)));
    int sent = world.drive.count(DriveCall.CREATE);
    store.put(ObjectKind.PACK, NAME, blob(bytes(2, 10)));
    assertThat(world.drive.count(DriveCall.CREATE)).isEqualTo(sent);
  }

  @Test
  void aFileIsNoFolder() {
    assertThatThrownBy(() -> FolderName.parse("a/b"))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void aLargeObjectTakesOneSessionAndOneRequest() throws Exception {
    ObjectStore store = open();
    byte[] bytes = bytes(2, 9 << 20);
    store.put(ObjectKind.PACK, NAME, blob(bytes));
    assertThat(world.drive.count(DriveCall.SESSION)).isEqualTo(1);
    assertThat(world.drive.count(DriveCall.UPLOAD)).isEqualTo(1);
    try (InputStream in = world.open("envsnap", "other").read(ObjectKind.PACK, NAME, 5, 1 << 20)) {
      assertThat(in.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 5, 5 + (1 << 20)));
    }
  }

  @Test
  void aPackIsFetchedOnceForAllOfItsFrames() throws Exception {
    open().put(ObjectKind.PACK, NAME, blob(bytes(2, 1 << 20)));
    try (ObjectStore store = world.open("envsnap", "other")) {
      for (int at = 0; at < 1 << 20; at += 1 << 17) {
        try (InputStream in = store.read(ObjectKind.PACK, NAME, at, 1 << 17)) {
          assertThat(in.readAllBytes()).hasSize(1 << 17);
        }
      }
    }
    assertThat(world.drive.count(DriveCall.DOWNLOAD)).isEqualTo(1);
    assertThat(folder.resolve("other/state/spool")).isEmptyDirectory();
  }

  @Test
  void whatIsPutIsKnownAtOnceHoweverMuchSearchesLag() throws Exception {
    world.drive.rules(DriveRules.USUAL.lagging(Duration.ofHours(1), true));
    ObjectStore store = open();
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    world.drive.clock().advance(Duration.ofMinutes(2));
    assertThat(store.list(ObjectKind.REF)).hasSize(1);
  }

  @Test
  void anotherMachinesObjectIsWaitedForALittle() throws Exception {
    ObjectStore reader = open();
    open().put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    ObjectStore late = open();
    late.list(ObjectKind.REF);
    world.drive.clock().advance(Duration.ofSeconds(5));
    world.drive.rules(DriveRules.USUAL.lagging(Duration.ofSeconds(1), true));
    open().put(ObjectKind.SNAPSHOT, NAME, blob(bytes(3, 10)));
    try (InputStream in = late.read(ObjectKind.SNAPSHOT, NAME, 0, 100)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(3, 10));
    }
    assertThat(reader.address()).isNotEmpty();
  }

  @Test
  void ofTwoFilesOfOneObjectOneIsListedAndBothAreDeleted() throws Exception {
    ObjectStore one = open();
    one.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    ObjectStore two = world.open("envsnap", "two");
    two.list(ObjectKind.PACK);
    ObjectStore three = world.open("envsnap", "three");
    three.list(ObjectKind.PACK);
    two.put(ObjectKind.PACK, NAME, blob(bytes(4, 10)));
    three.put(ObjectKind.PACK, NAME, blob(bytes(4, 10)));
    ObjectStore late = world.open("envsnap", "late");
    assertThat(late.list(ObjectKind.PACK)).hasSize(1);
    late.delete(late.list(ObjectKind.PACK).get(0));
    assertThat(world.open("envsnap", "later").list(ObjectKind.PACK)).isEmpty();
  }

  @Test
  void aRefComesWithTheSearchThatFindsIt() throws Exception {
    byte[] ref = "{\"format\":\"envsnap ref\"}".repeat(30).getBytes(UTF_8);
    open().put(ObjectKind.REF, "main/" + NAME, blob(ref));
    byte[] foreign = bytes(6, 300);
    open().put(ObjectKind.REF, "other/" + NAME, blob(foreign));
    ObjectStore store = world.open("envsnap", "other");
    try (InputStream in = store.read(ObjectKind.REF, "main/" + NAME, 0, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).isEqualTo(ref);
    }
    assertThat(world.drive.count(DriveCall.DOWNLOAD)).isZero();
    try (InputStream in = store.read(ObjectKind.REF, "other/" + NAME, 0, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).isEqualTo(foreign);
    }
    assertThat(world.drive.count(DriveCall.DOWNLOAD)).isEqualTo(1);
  }

  @Test
  void aFullDriveIsToldBeforeAnythingIsSent() throws Exception {
    world.drive.rules(DriveRules.USUAL.storage(5 << 20));
    ObjectStore store = open();
    world.drive.faults(FaultPlan.NONE);
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, blob(bytes(2, 9 << 20))))
        .isInstanceOf(StoreException.Full.class)
        .hasMessageContaining("5 MiB left")
        .hasMessageContaining("9 MiB");
    assertThat(world.drive.count(DriveCall.UPLOAD)).isZero();
  }

  @Test
  void aServiceAccountStoresInASharedDriveOnly() throws Exception {
    String robot = "robot@project.example.com";
    Path key = folder.resolve("key.json");
    java.nio.file.Files.writeString(key, world.drive.serviceKey(robot));
    DrivePlace signedIn = world.machine("robot");
    DrivePlace place =
        new DrivePlace(
            signedIn.root(),
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.toString()),
            signedIn.home(),
            signedIn.state(),
            signedIn.spool());
    ObjectStore own = world.open("envsnap", place);
    assertThatThrownBy(() -> own.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10))))
        .isInstanceOfSatisfying(
            StoreException.Full.class, e -> assertThat(e.hint()).contains("shared drive"));
    world.drive.sharedDrive("0A" + "T".repeat(17), robot);
    ObjectStore team = world.open("0A" + "T".repeat(17), place);
    team.put(ObjectKind.PACK, NAME, blob(bytes(5, 6 << 20)));
    assertThat(world.open("0A" + "T".repeat(17), place).list(ObjectKind.PACK)).hasSize(1);
  }

  @Test
  void aReaderReadsAndMayNotWrite() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    String id = store.address().substring("gdrive:".length());
    world.drive.share(id, "bob@example.com", "reader");
    DrivePlace bob =
        world.machine("bob", world.drive.refreshToken("bob@example.com", "app", "drive"));
    ObjectStore shared = world.open(id, bob);
    assertThat(shared.list(ObjectKind.REF)).hasSize(1);
    assertThatThrownBy(() -> shared.put(ObjectKind.PACK, NAME, blob(bytes(1, 10))))
        .isInstanceOf(StoreException.Denied.class);
  }

  /** As a pack is, whose name is the digest of its bytes. */
  private static BlobSource known(byte[] bytes, byte[] told) {
    return new BlobSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public Optional<Digest> digest() {
        return Optional.of(Digest.of(told));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatArrivesIsComparedWithADigestThatIsKnown(boolean sha256) throws Exception {
    if (!sha256) {
      world.drive.faults(
          FaultPlan.always(DriveCall.UPLOAD, DriveFault.of(DriveFault.Kind.NO_SHA256)));
    }
    byte[] pack = bytes(5, 5 << 20);
    ObjectStore store = open();
    store.put(ObjectKind.PACK, Digest.of(pack).hex(), known(pack, pack));
    assertThat(store.list(ObjectKind.PACK)).hasSize(1);
    byte[] spoilt = bytes(6, 5 << 20);
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, known(spoilt, pack)))
        .isInstanceOf(StoreException.class);
    assertThat(world.open("envsnap", "other").list(ObjectKind.PACK)).hasSize(1);
  }
}
