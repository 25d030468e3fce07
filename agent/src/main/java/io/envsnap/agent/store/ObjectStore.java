package io.envsnap.agent.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Immutable objects that are only ever added. No rename, no overwrite, no lock: Google Drive has
 * none of these. A store need not list an object at once after it was put.
 */
public interface ObjectStore extends AutoCloseable {
  /** Bytes that are copied at once. */
  int CHUNK = 1 << 17;

  /** Where it is, without credentials, such as {@code dir:/content/drive/envsnap}. */
  String address();

  /**
   * Whether its objects die with this machine; the reason is for people, empty when they do not.
   */
  String diesWithMachine();

  /**
   * Whether an object that was put may not have reached the store yet, and is lost with this
   * machine until it has; one sentence for people, empty when {@link #put} waits for it.
   *
   * @throws StoreException when the store cannot be looked at
   */
  default String arrivesLater() throws StoreException {
    return "";
  }

  /**
   * Adds an object, wholly or not at all; an object of that kind, name and size that is there
   * already is left as it is, unless its bytes are damaged where the store can tell. {@link
   * ObjectKind#AID} objects may be replaced.
   */
  StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException;

  /**
   * A file into which an object may be written, so that {@link #put} of a source that {@link
   * BlobSource#renamable lies} in it need not copy any byte; empty where a store has no such files.
   *
   * @throws StoreException when none can be made there
   */
  default Optional<NewFile> newFile(ObjectKind kind) throws StoreException {
    return Optional.empty();
  }

  /**
   * Adds small objects that belong together, each wholly or not at all. Where a request is dear,
   * they become one file.
   */
  default void putAll(List<NewObject> objects) throws StoreException {
    for (NewObject object : objects) {
      put(object.kind(), object.name(), object.source());
    }
  }

  /**
   * A part of an object's bytes. The caller closes the stream.
   *
   * @param offset of the first byte
   * @param length how many bytes; the stream ends early only if the object does
   * @throws StoreException.Missing when there is no such object
   */
  InputStream read(ObjectKind kind, String name, long offset, long length) throws StoreException;

  /**
   * The same into a direct buffer, where many parts are read one after the other.
   *
   * @param into takes as many bytes as it has room for, fewer only if the object ends early
   */
  default void read(ObjectKind kind, String name, long offset, ByteBuffer into)
      throws StoreException, IOException {
    byte[] chunk = new byte[Math.min(into.remaining(), CHUNK)];
    try (InputStream in = read(kind, name, offset, into.remaining())) {
      while (into.hasRemaining()) {
        int count = in.read(chunk, 0, Math.min(chunk.length, into.remaining()));
        if (count < 0) {
          return;
        }
        into.put(chunk, 0, count);
      }
    }
  }

  /** How many may read from it at once without making each other wait. */
  default int readers() {
    return 1;
  }

  /** All objects of a kind, sorted by name. */
  List<StoredObject> list(ObjectKind kind) throws StoreException;

  /**
   * Removes an object as it was listed; nothing happens when it is gone, or was put again since.
   */
  void delete(StoredObject object) throws StoreException;

  /**
   * Removes what only the store itself knows to be of no use, such as a second file of an object
   * that two machines put at once.
   *
   * @param before what was stored later is left alone
   * @return how many it were
   */
  default int tidy(Instant before) throws StoreException {
    return 0;
  }

  @Override
  void close() throws StoreException;
}
