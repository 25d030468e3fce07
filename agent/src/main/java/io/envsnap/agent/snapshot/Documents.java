package io.envsnap.agent.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.RefJson;
import io.envsnap.spec.codec.SegmentJson;
import io.envsnap.spec.codec.SnapshotJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.Ref;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The small objects of a store: each is checked against the digest in its name before it is read.
 */
final class Documents {
  private static final int DOCUMENT_LIMIT = 16 << 20;
  private static final int SEGMENT_LIMIT = 64 << 20;
  private static final int LEVEL = 3;

  private final ObjectStore store;

  Documents(ObjectStore store) {
    this.store = store;
  }

  /** A segment as it is stored. */
  static byte[] pack(Segment segment) {
    return Zstd.compress(SegmentJson.write(segment), LEVEL);
  }

  /** An object that is put together with others. */
  static NewObject document(ObjectKind kind, Digest id, byte[] bytes, boolean anchored) {
    return new NewObject(kind, id.hex(), BlobSource.of(bytes), anchored);
  }

  StoredObject put(ObjectKind kind, String name, byte[] bytes) throws StoreException {
    return store.put(kind, name, BlobSource.of(bytes));
  }

  /** Reads a segment; may be called by several threads at once. */
  Segment segment(Digest id) throws StoreException {
    byte[] packed = read(ObjectKind.SEGMENT, id.hex(), id);
    try {
      // The library reads behind the end of nothing.
      long raw = packed.length == 0 ? -1 : Zstd.getFrameContentSize(packed);
      if (raw < 0 || raw > SEGMENT_LIMIT) {
        throw corrupt(ObjectKind.SEGMENT, id.hex(), null);
      }
      return SegmentJson.read(Zstd.decompress(packed, (int) raw), "segment `" + id.brief() + "`");
    } catch (ZstdException | FormatException e) {
      throw corrupt(ObjectKind.SEGMENT, id.hex(), e);
    }
  }

  Snapshot snapshot(Digest id) throws StoreException {
    try {
      return SnapshotJson.read(
          read(ObjectKind.SNAPSHOT, id.hex(), id), "snapshot `" + id.brief() + "`");
    } catch (FormatException e) {
      throw corrupt(ObjectKind.SNAPSHOT, id.hex(), e);
    }
  }

  Ref ref(String name, Digest id) throws StoreException {
    return parsed(name, read(ObjectKind.REF, name, id));
  }

  private static Ref parsed(String name, byte[] bytes) throws StoreException {
    try {
      return RefJson.read(bytes, "ref `" + name + "`");
    } catch (FormatException e) {
      throw corrupt(ObjectKind.REF, name, e);
    }
  }

  /**
   * A ref whose file arrived whole; empty for one that did not.
   *
   * @throws StoreException when it cannot be read, or is whole and no ref
   */
  Optional<Ref> wholeRef(String name, Digest id) throws StoreException {
    byte[] bytes = bytes(ObjectKind.REF, name);
    return Digest.of(bytes).equals(id) ? Optional.of(parsed(name, bytes)) : Optional.empty();
  }

  byte[] read(ObjectKind kind, String name, Digest expected) throws StoreException {
    byte[] bytes = bytes(kind, name);
    if (bytes.length > DOCUMENT_LIMIT || !Digest.of(bytes).equals(expected)) {
      throw corrupt(kind, name, null);
    }
    return bytes;
  }

  private byte[] bytes(ObjectKind kind, String name) throws StoreException {
    try (InputStream in = store.read(kind, name, 0, DOCUMENT_LIMIT + 1L)) {
      return in.readNBytes(DOCUMENT_LIMIT + 1);
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "The " + word(kind) + " `" + name + "` cannot be read from " + store.address(),
          "Look whether the store is still mounted",
          e);
    }
  }

  /**
   * Looks for a pack that was not listed with its size.
   *
   * @throws StoreException what the store says of it, or that its size is another
   */
  void insistOnPack(PackRef pack) throws StoreException {
    String name = pack.id().hex();
    try (InputStream in = store.read(ObjectKind.PACK, name, pack.size() - 1, 2)) {
      if (in.readNBytes(2).length != 1) {
        throw corrupt(ObjectKind.PACK, name, null);
      }
    } catch (IOException e) {
      throw corrupt(ObjectKind.PACK, name, e);
    }
  }

  static StoreException.Corrupt corrupt(ObjectKind kind, String name, @Nullable Exception cause) {
    String sentence = "The " + word(kind) + " `" + name + "` is damaged";
    String said = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String hint =
        "`envsnap verify --store` names all that is damaged; an older snapshot may be whole,"
            + " see `envsnap list`";
    return cause == null
        ? new StoreException.Corrupt(sentence, hint)
        : new StoreException.Corrupt(sentence + said, hint, cause);
  }

  static String word(ObjectKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
