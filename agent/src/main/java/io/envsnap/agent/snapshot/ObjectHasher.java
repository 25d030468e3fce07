package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads objects from end to end, one after the other through one buffer. For one thread. */
final class ObjectHasher {
  private static final int PIECE = 1 << 20;

  private final ObjectStore store;
  private final Progress progress;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);

  ObjectHasher(ObjectStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * What was read of an object.
   *
   * @param digest of all of its bytes; empty where it cannot be read
   * @param bytes how many were read
   */
  record Hashed(Optional<Digest> digest, long bytes) {}

  /**
   * Reads one.
   *
   * @throws StoreException what the store says of it, such as that it is gone
   */
  Hashed hash(StoredObject object) throws StoreException {
    MessageDigest digest = Digest.sha256();
    long bytes = 0;
    try {
      do {
        store.read(object.kind(), object.name(), bytes, buffer.clear());
        buffer.flip();
        int some = buffer.remaining();
        digest.update(buffer);
        bytes += some;
        progress.advance(some);
      } while (buffer.limit() == buffer.capacity());
    } catch (IOException e) {
      return new Hashed(Optional.empty(), bytes);
    }
    return new Hashed(Optional.of(Digest.ofHash(digest.digest())), bytes);
  }
}
