package io.envsnap.agent.store.dir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.ObjectStoreContract;
import io.envsnap.agent.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirStoreTest extends ObjectStoreContract {
  private static final BlobSource BYTE =
      new BlobSource() {
        @Override
        public long size() {
          return 1;
        }

        @Override
        public InputStream open() {
          return new ByteArrayInputStream(new byte[] {1});
        }
      };

  @TempDir private Path folder;

  @Override
  protected ObjectStore open() throws StoreException {
    return DirStore.open(folder.resolve("store"));
  }

  @Test
  void aFolderIsOnlyMadeByTheFirstObject() throws StoreException {
    open().list(ObjectKind.PACK);
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void aFileIsNoStore() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> DirStore.open(file))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void whatAKilledRunLeftIsNoObjectAndGoesAfterADay() throws Exception {
    open().put(ObjectKind.PACK, "aa", BYTE);
    Path packs = folder.resolve("store/packs");
    Path old = Files.writeString(packs.resolve(".envsnap-tmp-1"), "half");
    Path young = Files.writeString(packs.resolve(".envsnap-tmp-2"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(200_000)));
    assertThat(open().list(ObjectKind.PACK)).hasSize(1);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void whatIsThereWholeIsNotWrittenAgain() throws Exception {
    open().put(ObjectKind.PACK, "aa", BYTE);
    Path pack = folder.resolve("store/packs/aa.tar.zst");
    Object inode = Files.getAttribute(pack, "unix:ino");
    open().put(ObjectKind.PACK, "aa", BYTE);
    assertThat(Files.getAttribute(pack, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void whatTheDiskHasDamagedIsPutAnew() throws Exception {
    for (ObjectKind kind : new ObjectKind[] {ObjectKind.PACK, ObjectKind.SEGMENT}) {
      open().put(kind, "aa", BYTE);
      Path object;
      try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
        object = all.filter(Files::isRegularFile).findFirst().orElseThrow();
      }
      Files.write(object, new byte[] {2});
      open().put(kind, "aa", BYTE);
      assertThat(object).hasBinaryContent(new byte[] {1});
      Files.delete(object);
    }
  }

  @Test
  void whatWasWrittenIntoTheStoresOwnFileIsOnlyRenamed() throws Exception {
    Path written;
    Object inode;
    try (ObjectStore store = open()) {
      written = store.newFile(ObjectKind.PACK).orElseThrow().path();
      Files.write(written, new byte[] {1});
      inode = Files.getAttribute(written, "unix:ino");
      assertThat(store.list(ObjectKind.PACK)).isEmpty();
      store.put(ObjectKind.PACK, "aa", lyingIn(written));
    }
    assertThat(written).doesNotExist();
    Path pack = folder.resolve("store/packs/aa.tar.zst");
    assertThat(Files.getAttribute(pack, "unix:ino")).isEqualTo(inode);
  }

  @Test
  void aFileThatTheStoreDidNotMakeIsCopied() throws Exception {
    Path other = Files.write(folder.resolve("other"), new byte[] {1});
    open().put(ObjectKind.PACK, "aa", lyingIn(other));
    assertThat(other).exists();
    assertThat(folder.resolve("store/packs/aa.tar.zst")).hasBinaryContent(new byte[] {1});
  }

  @Test
  void aFileOfTheStoreThatLacksAByteBecomesNoObject() throws Exception {
    Path written = open().newFile(ObjectKind.PACK).orElseThrow().path();
    assertThatThrownBy(() -> open().put(ObjectKind.PACK, "aa", lyingIn(written)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has 0 of 1 bytes");
    assertThat(open().list(ObjectKind.PACK)).isEmpty();
  }

  @Test
  void whereTheStoreCannotBeWrittenItSaysSoBeforeAnythingIsPacked() throws Exception {
    Files.createDirectories(folder.resolve("store"));
    Files.writeString(folder.resolve("store/packs"), "in the way");
    assertThatThrownBy(() -> open().newFile(ObjectKind.PACK))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  private static BlobSource lyingIn(Path file) {
    return new BlobSource() {
      @Override
      public long size() {
        return 1;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public Optional<Path> renamable() {
        return Optional.of(file);
      }
    };
  }

  @Test
  void aNameCannotLeadOutOfTheStore() {
    assertThatThrownBy(() -> open().read(ObjectKind.REF, "../../x", 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/content/store, it lies on the machine's own disk",
    "/content/drive/MyDrive/envsnap, ''",
    "/content/drivers, it lies on the machine's own disk",
    "/mnt/my disk/envsnap, ''",
    "/dev/shm/store, it lies in the machine's memory"
  })
  void whetherAStoreOutlivesTheMachineIsSeenByItsMount(String store, String reason) {
    List<String> mountinfo =
        List.of(
            "498 422 0:87 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/a:/b",
            "501 498 0:91 / /dev/shm rw,nosuid,nodev - tmpfs shm rw,size=5984256k",
            "633 498 0:45 / /content/drive rw,nosuid,nodev,relatime - fuse.drive drive rw",
            "634 498 8:1 / /mnt/my\\040disk rw,relatime - ext4 /dev/sdb1 rw");
    assertThat(FolderMount.of(store, mountinfo).dies()).isEqualTo(reason);
  }

  @Test
  void aStoreThatWentAwayIsNotMadeAnew() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.PACK, "aa", BYTE);
    Files.move(folder.resolve("store"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, "bb", BYTE))
        .isInstanceOf(StoreException.Unavailable.class)
        .hasMessageContaining("went away");
    assertThat(folder.resolve("store")).doesNotExist();
  }
}
