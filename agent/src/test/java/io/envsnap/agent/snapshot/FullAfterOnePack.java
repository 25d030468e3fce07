package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.NewFile;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store that takes one pack and has no room for another. */
record FullAfterOnePack(ObjectStore store) implements ObjectStore {
  @Override
  public String address() {
    return store.address();
  }

  @Override
  public String diesWithMachine() {
    return store.diesWithMachine();
  }

  @Override
  public Optional<NewFile> newFile(ObjectKind kind) throws StoreException {
    return store.newFile(kind);
  }

  @Override
  public StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException {
    if (kind == ObjectKind.PACK && !store.list(ObjectKind.PACK).isEmpty()) {
      throw new StoreException.Full("no room left", "make some", new IOException("full"));
    }
    return store.put(kind, name, source);
  }

  @Override
  public InputStream read(ObjectKind kind, String name, long offset, long length)
      throws StoreException {
    return store.read(kind, name, offset, length);
  }

  @Override
  public List<StoredObject> list(ObjectKind kind) throws StoreException {
    return store.list(kind);
  }

  @Override
  public void delete(StoredObject object) throws StoreException {
    store.delete(object);
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
