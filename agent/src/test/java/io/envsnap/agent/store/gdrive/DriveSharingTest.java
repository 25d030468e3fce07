package io.envsnap.agent.store.gdrive;

import static io.envsnap.agent.store.gdrive.EmulatedDrive.blob;
import static io.envsnap.agent.store.gdrive.EmulatedDrive.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.Sharing;
import io.envsnap.agent.store.StoreException;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that several people use, each with an account of their own. */
class DriveSharingTest {
  private static final String NAME = "ef".repeat(32);
  private static final Optional<String> BOB = Optional.of("bob@example.com");

  @TempDir private Path folder;
  private EmulatedDrive world;
  private String address = "";

  @BeforeEach
  void start() throws Exception {
    world = new EmulatedDrive(folder);
    ObjectStore store = world.open("envsnap", "ada");
    store.put(ObjectKind.PACK, NAME, blob(bytes(1, 1000)));
    address = store.address().substring("gdrive:".length());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private DriveSharing sharing(String folderName) throws Exception {
    return DriveSharing.open(
        folderName,
        world.machine("ada"),
        world.drive.clock()::now,
        Progress.SILENT,
        time -> world.drive.clock().advance(time));
  }

  private DrivePlace bob(String scope) throws Exception {
    String token = world.drive.refreshToken(BOB.orElseThrow(), "app", scope);
    return world.machine("bob-" + scope, token);
  }

  private static void assertReads(ObjectStore store) throws Exception {
    try (InputStream in = store.read(ObjectKind.PACK, NAME, 0, 2000)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(1, 1000));
    }
  }

  private void assertShut(String scope) {
    assertThatThrownBy(() -> world.open(address, bob(scope)))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class,
            e -> assertThat(e.hint()).contains("owner", "envsnap login"))
        .hasMessageContaining("sees no folder");
  }

  @Test
  void aReaderRestoresAndDoesNotWrite() throws Exception {
    assertShut("drive");
    Sharing sharing = sharing("envsnap").share(BOB, false);
    assertThat(sharing).isEqualTo(new Sharing("envsnap", "gdrive:" + address, true));
    ObjectStore store = world.open(address, bob("drive"));
    assertReads(store);
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(2, 10))))
        .isInstanceOfSatisfying(
            StoreException.Denied.class, e -> assertThat(e.hint()).contains("as editor"));
    assertThat(world.open("envsnap", "ada").list(ObjectKind.REF)).isEmpty();
  }

  @Test
  void aWriterRecordsAndTheOwnerReadsIt() throws Exception {
    sharing("envsnap").share(BOB, true);
    world.open(address, bob("drive")).put(ObjectKind.REF, "main/" + NAME, blob(bytes(2, 10)));
    try (InputStream in =
        world.open("envsnap", "ada").read(ObjectKind.REF, "main/" + NAME, 0, 99)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(2, 10));
    }
  }

  @Test
  void aRoleIsChangedAndTheSameIsNotSaidTwice() throws Exception {
    sharing("envsnap").share(BOB, true);
    assertThat(sharing("envsnap").share(BOB, true).changed()).isFalse();
    assertThat(sharing("envsnap").share(BOB, false).changed()).isTrue();
    ObjectStore store = world.open(address, bob("drive"));
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(2, 10))))
        .isInstanceOf(StoreException.Denied.class);
  }

  @Test
  void whoIsLetOutSeesNothingAnyMore() throws Exception {
    assertThat(sharing("envsnap").unshare(BOB).changed()).isFalse();
    sharing("envsnap").share(BOB, false);
    assertReads(world.open(address, bob("drive")));
    assertThat(sharing("envsnap").unshare(Optional.of("Bob@Example.com")).changed()).isTrue();
    assertShut("drive");
  }

  @Test
  void aLinkLetsAnybodyReadUntilItIsTakenBack() throws Exception {
    sharing(address).share(Optional.empty(), true);
    ObjectStore store = world.open(address, bob("drive"));
    assertReads(store);
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(2, 10))))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(sharing(address).unshare(Optional.empty()).changed()).isTrue();
    assertShut("drive");
  }

  @Test
  void aTeammatesShortcutToTheFolderIsTheFolder() throws Exception {
    sharing("envsnap").share(BOB, false);
    DriveConnection bobs =
        DriveConnection.open(
            address,
            bob("drive"),
            world.drive.clock()::now,
            Progress.SILENT,
            time -> world.drive.clock().advance(time));
    File shortcut =
        bobs.api()
            .createFolder(
                new File()
                    .setName("ada's envsnap")
                    .setMimeType(DriveApi.SHORTCUT)
                    .setShortcutDetails(new File.ShortcutDetails().setTargetId(address)));
    ObjectStore store = world.open(shortcut.getId(), bob("drive"));
    assertReads(store);
    assertThat(store.address()).isEqualTo("gdrive:" + address);
  }

  /** What {@code share} says of the sign-in that a teammate needs. */
  @Test
  void aSignInToOnesOwnFilesDoesNotSeeWhatATeammateShared() throws Exception {
    sharing("envsnap").share(BOB, false);
    assertShut("drive.file");
    assertReads(world.open(address, bob("drive")));
  }

  @Test
  void theOwnerStaysAndAFolderThatIsNotThereIsNotMade() throws Exception {
    assertThatThrownBy(() -> sharing("envsnap").share(Optional.of(EmulatedDrive.USER), false))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(sharing("envsnap").unshare(Optional.of(EmulatedDrive.USER)).changed()).isFalse();
    assertReads(world.open("envsnap", "ada"));
    world.drive.faults(FaultPlan.NONE);
    assertThatThrownBy(() -> sharing("another"))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("no folder `another`");
    assertThat(world.drive.count(DriveCall.CREATE)).isZero();
  }
}
