package io.envsnap.agent.store;

import java.io.InputStream;
import java.util.List;

/**
 * Immutable objects that are only ever added. No rename, no overwrite, no lock: Google Drive has
 * none of these. A store need not list an object at once after it was put.
 */
public interface ObjectStore extends AutoCloseable {
  /** Where it is, without credentials, such as {@code dir:/content/drive/envsnap}. */
  String address();

  /**
   * Whether its objects die with this machine; the reason is for people, empty when they do not.
   */
  String diesWithMachine();

  /**
   * Adds an object, wholly or not at all; an object of that kind, name and size that is there
   * already is left as it is. {@link ObjectKind#AID} objects may be replaced.
   */
  StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException;

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

  /** All objects of a kind, sorted by name. */
  List<StoredObject> list(ObjectKind kind) throws StoreException;

  /** Removes an object; nothing happens when it is gone. */
  void delete(StoredObject object) throws StoreException;

  @Override
  void close() throws StoreException;
}
