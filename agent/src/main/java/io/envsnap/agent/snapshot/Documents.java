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
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The small objects of a store: each is checked against the digest in its name before it is read.
 */
final class Documents {
  private static final int DOCUMENT_LIMIT = 16 << 20;
  private static final int SEGMENT_LIMIT = 64 << 20;
  private static final int LEVEL = 3;

  /** A sixth smaller, and takes twenty times as long. */
  private static final int THOROUGH = 15;

  private final ObjectStore store;

  Documents(ObjectStore store) {
    this.store = store;
  }

  /** Stores those that are not there. */
  void putAll(List<NewObject> objects) throws StoreException {
    store.putAll(objects);
  }

  /**
   * A segment or a lockfile as it is stored.
   *
   * @param thorough whether it is worth its time to make it as small as can be
   */
  static byte[] pack(byte[] document, boolean thorough) {
    return Zstd.compress(document, thorough ? THOROUGH : LEVEL);
  }

  /** What a segment's bytes say. */
  static byte[] json(Digest id, byte[] packed) throws StoreException {
    return unpacked(ObjectKind.SEGMENT, id, packed, SEGMENT_LIMIT);
  }

  /** The exact bytes of a lockfile. */
  byte[] lockfile(Digest id) throws StoreException {
    return unpacked(
        ObjectKind.LOCKFILE, id, read(ObjectKind.LOCKFILE, id.hex(), id), DOCUMENT_LIMIT);
  }

  private static byte[] unpacked(ObjectKind kind, Digest id, byte[] packed, int limit)
      throws StoreException {
    try {
      // The library reads behind the end of nothing.
      long raw = packed.length == 0 ? -1 : Zstd.getFrameContentSize(packed);
      if (raw < 0 || raw > limit) {
        throw corrupt(kind, id.hex(), null);
      }
      return Zstd.decompress(packed, (int) raw);
    } catch (ZstdException e) {
      throw corrupt(kind, id.hex(), e);
    }
  }

  /** An object that is put together with others. */
  static NewObject document(ObjectKind kind, Digest id, byte[] bytes, boolean anchored) {
    return new NewObject(kind, id.hex(), BlobSource.of(bytes), anchored);
  }

  StoredObject put(ObjectKind kind, String name, byte[] bytes) throws StoreException {
    return store.put(kind, name, BlobSource.of(bytes));
  }

  Segment segment(Digest id) throws StoreException {
    return segment(id, packedSegment(id));
  }

  private byte[] packedSegment(Digest id) throws StoreException {
    return read(ObjectKind.SEGMENT, id.hex(), id);
  }

  /** The bytes of segments, each of which are those that its name says, for {@link #segment}. */
  List<byte[]> packedSegments(List<SegmentRef> refs) throws StoreException {
    ExecutorService readers = Executors.newFixedThreadPool(store.readers());
    try {
      List<Future<byte[]>> begun =
          refs.stream().map(ref -> readers.submit(() -> packedSegment(ref.id()))).toList();
      List<byte[]> packed = new ArrayList<>();
      for (Future<byte[]> one : begun) {
        packed.add(Threads.result(one));
      }
      return packed;
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "Reading from " + store.address() + " was interrupted", "Run it again", e);
    } finally {
      Threads.end(readers);
    }
  }

  /** Reads a segment's bytes; may be called by several threads at once. */
  static Segment segment(Digest id, byte[] packed) throws StoreException {
    return segment(id, packed, SegmentJson::read);
  }

  /** The same of where its blobs lie, without its paths. */
  static Segment segmentBlobs(Digest id, byte[] packed) throws StoreException {
    return segment(id, packed, SegmentJson::readBlobs);
  }

  /** Reads all or some of a segment's document. */
  @FunctionalInterface
  private interface Parsing {
    /** What its bytes say; errors call it by that name. */
    Segment parse(byte[] json, String source) throws FormatException;
  }

  private static Segment segment(Digest id, byte[] packed, Parsing parsing) throws StoreException {
    byte[] json = json(id, packed);
    try {
      return parsing.parse(json, "segment `" + id.brief() + "`");
    } catch (FormatException e) {
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
