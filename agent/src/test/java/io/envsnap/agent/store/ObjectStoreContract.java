package io.envsnap.agent.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store must do; the test of a store extends it. */
public abstract class ObjectStoreContract {
  private static final String NAME = "ab".repeat(32);

  /** The store under test, empty at the first call of each test and the same one afterwards. */
  protected abstract ObjectStore open() throws Exception;

  private static BlobSource blob(byte[] bytes) {
    return blob(bytes.length, bytes);
  }

  private static BlobSource blob(long size, byte[] bytes) {
    return new BlobSource() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  private static String name(ObjectKind kind) {
    return kind == ObjectKind.REF ? "main/" + NAME : NAME;
  }

  private static byte[] all(ObjectStore store, ObjectKind kind, String name) throws Exception {
    try (InputStream in = store.read(kind, name, 0, Long.MAX_VALUE)) {
      return in.readAllBytes();
    }
  }

  private static List<String> names(ObjectStore store, ObjectKind kind) throws StoreException {
    return store.list(kind).stream().map(StoredObject::name).toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPutIsListedAndRead(ObjectKind kind) throws Exception {
    byte[] bytes = ("of kind " + kind).getBytes(UTF_8);
    StoredObject stored = open().put(kind, name(kind), blob(bytes));
    assertThat(stored.size()).isEqualTo(bytes.length);
    assertThat(names(open(), kind)).containsExactly(name(kind));
    assertThat(all(open(), kind, name(kind))).isEqualTo(bytes);
  }

  @Test
  void anEmptyStoreListsNothing() throws Exception {
    for (ObjectKind kind : ObjectKind.values()) {
      assertThat(open().list(kind)).isEmpty();
    }
  }

  @Test
  void kindsDoNotMix() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.SNAPSHOT, NAME, blob(new byte[] {1}));
    assertThat(store.list(ObjectKind.LOCKFILE)).isEmpty();
    assertThatThrownBy(() -> all(store, ObjectKind.LOCKFILE, NAME))
        .isInstanceOf(StoreException.Missing.class);
  }

  @Test
  void aPartIsReadByOffsetAndLength() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.PACK, NAME, blob("0123456789".getBytes(UTF_8)));
    try (InputStream in = store.read(ObjectKind.PACK, NAME, 3, 4)) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("3456");
    }
    try (InputStream in = store.read(ObjectKind.PACK, NAME, 8, 4)) {
      assertThat(in.readAllBytes()).asString(UTF_8).isEqualTo("89");
    }
  }

  @Test
  void anObjectThatIsThereStaysOneObject() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.PACK, NAME, blob("first".getBytes(UTF_8)));
    store.put(ObjectKind.PACK, NAME, blob("first".getBytes(UTF_8)));
    assertThat(all(store, ObjectKind.PACK, NAME)).asString(UTF_8).isEqualTo("first");
    assertThat(store.list(ObjectKind.PACK)).hasSize(1);
  }

  @Test
  void anAidMayBeReplaced() throws Exception {
    ObjectStore store = open();
    store.put(ObjectKind.AID, "README.txt", blob("first".getBytes(UTF_8)));
    store.put(ObjectKind.AID, "README.txt", blob("other".getBytes(UTF_8)));
    assertThat(all(store, ObjectKind.AID, "README.txt")).asString(UTF_8).isEqualTo("other");
    assertThat(names(store, ObjectKind.AID)).containsExactly("README.txt");
  }

  @Test
  void anObjectOfAnotherSizeThanWasSaidIsNotThere() throws Exception {
    ObjectStore store = open();
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, blob(9, new byte[4])))
        .isInstanceOf(StoreException.class);
    assertThat(store.list(ObjectKind.PACK)).isEmpty();
  }

  @Test
  void anObjectWhoseSourceFailsIsNotThere() throws Exception {
    ObjectStore store = open();
    BlobSource broken =
        new BlobSource() {
          @Override
          public long size() {
            return 5;
          }

          @Override
          public InputStream open() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, broken))
        .isInstanceOf(StoreException.class);
    assertThat(store.list(ObjectKind.PACK)).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws Exception {
    ObjectStore store = open();
    StoredObject stored = store.put(ObjectKind.REF, "main/" + NAME, blob(new byte[] {1}));
    store.delete(stored);
    store.delete(stored);
    assertThat(store.list(ObjectKind.REF)).isEmpty();
    assertThatThrownBy(() -> all(store, ObjectKind.REF, "main/" + NAME))
        .isInstanceOf(StoreException.Missing.class)
        .hasMessageContaining("main/");
  }

  @Test
  void aListIsSortedByName() throws Exception {
    ObjectStore store = open();
    for (String name : List.of("cc", "aa", "bb")) {
      store.put(ObjectKind.REF, "main/" + name, blob(new byte[] {1}));
    }
    assertThat(names(store, ObjectKind.REF)).containsExactly("main/aa", "main/bb", "main/cc");
  }

  @Test
  void manyWritersOfOneObjectLeaveOneWholeObject() throws Exception {
    ObjectStore store = open();
    byte[] bytes = new byte[1 << 20];
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<StoredObject>> puts = new ArrayList<>();
      IntStream.range(0, 24)
          .forEach(
              n ->
                  puts.add(
                      () -> {
                        store.list(ObjectKind.PACK);
                        return store.put(ObjectKind.PACK, NAME, blob(bytes));
                      }));
      for (Future<StoredObject> put : writers.invokeAll(puts)) {
        assertThat(put.get().size()).isEqualTo(bytes.length);
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(store.list(ObjectKind.PACK)).hasSize(1);
    assertThat(all(store, ObjectKind.PACK, NAME)).isEqualTo(bytes);
  }
}
