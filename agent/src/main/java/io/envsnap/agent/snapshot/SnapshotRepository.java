package io.envsnap.agent.snapshot;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.codec.RefJson;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.Ref;
import io.envsnap.spec.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Snapshots over any store. Objects are only added; what names the others is written last. */
public final class SnapshotRepository {
  private static final long PACK_SIZE = 64L << 20;
  private static final int LEAST_DIGITS = 6;

  /** The highest that a reader takes; refs that share it are told apart by their time. */
  private static final long MOST_COUNTER = 1L << 62;

  private final ObjectStore store;
  private final Documents documents;
  private final Refs refs;
  private final InstantSource clock;
  private final Path spool;
  private final long packSize;

  /**
   * A repository of packs of about 64 MiB.
   *
   * @param spool folder for packs on their way into the store
   */
  public SnapshotRepository(ObjectStore store, InstantSource clock, Path spool) {
    this(store, clock, spool, PACK_SIZE);
  }

  SnapshotRepository(ObjectStore store, InstantSource clock, Path spool, long packSize) {
    this.store = store;
    this.documents = new Documents(store);
    this.refs = new Refs(store, documents);
    this.clock = clock;
    this.spool = spool;
    this.packSize = packSize;
  }

  /**
   * Writes the packs of a snapshot: blobs that the newest snapshots have already are not packed
   * again.
   *
   * @param digests files that need not be read when the store has their bytes
   * @throws IOException when a file of the tree or the spool fails
   */
  public WrittenSnapshot write(
      SnapshotDraft draft, LocalTree tree, DigestCache digests, Progress progress)
      throws IOException, StoreException {
    StoreContent content = content(draft.parents(), worn(), SegmentNotes.NONE, progress);
    return write(draft, tree, digests, content, progress);
  }

  /**
   * What the store has that a record may build upon.
   *
   * @param parents the snapshots that it continues
   * @param worn packs that it shall do without
   * @param notes of this machine's last record
   */
  public StoreContent content(
      List<Digest> parents, WornPacks worn, SegmentNotes notes, Progress progress)
      throws StoreException {
    return new StoredBlobs(documents, refs, worn, progress).content(parents, packSizes(), notes);
  }

  /** The same for whoever has looked already what the store has. */
  public WrittenSnapshot write(
      SnapshotDraft draft,
      LocalTree tree,
      DigestCache digests,
      StoreContent content,
      Progress progress)
      throws IOException, StoreException {
    try (BegunSnapshot begun = begin(tree, digests, content)) {
      return begun.complete(draft, progress);
    }
  }

  /** Begins a snapshot before all of it is known. */
  public BegunSnapshot begin(LocalTree tree, DigestCache digests, StoreContent content) {
    PackQueue queue = new PackQueue(store, spool, packSize, content.blobs());
    return new BegunSnapshot(
        documents,
        clock,
        content,
        queue,
        new ContentPacker(tree.contents(), queue, content.blobs(), digests));
  }

  private Map<Digest, Long> packSizes() throws StoreException {
    Map<Digest, Long> sizes = new HashMap<>();
    for (StoredObject pack : Refs.listed(store, ObjectKind.PACK)) {
      sizes.put(new Digest(pack.name()), pack.size());
    }
    return sizes;
  }

  /** The first pack of a snapshot that is not there with its size. */
  static Optional<PackRef> lacking(Snapshot snapshot, Map<Digest, Long> packs) {
    return snapshot.packs().stream()
        .filter(pack -> packs.getOrDefault(pack.id(), -1L) != pack.size())
        .findFirst();
  }

  /**
   * Makes a snapshot the newest of its name: the lockfile first, the ref last of all.
   *
   * @param lockfile the exact bytes of the lockfile
   * @param replaces the heads that it continues
   */
  public Head commit(String name, WrittenSnapshot snapshot, byte[] lockfile, List<Head> replaces)
      throws StoreException {
    return commit(prepare(name, snapshot, lockfile, replaces));
  }

  /**
   * Stores the documents and the lockfile of a snapshot, and says what ref {@link
   * #commit(PreparedRef)} would write last of all.
   *
   * @param lockfile the exact bytes of the lockfile
   * @param replaces the heads that it continues
   */
  public PreparedRef prepare(
      String name, WrittenSnapshot snapshot, byte[] lockfile, List<Head> replaces)
      throws StoreException {
    byte[] packed = Documents.pack(lockfile, true);
    Digest lockfileId = Digest.of(packed);
    List<NewObject> save = new ArrayList<>(snapshot.documents());
    save.add(Documents.document(ObjectKind.LOCKFILE, lockfileId, packed, false));
    store.putAll(save);
    requirePacks(snapshot.snapshot());
    long counter = history(name).stream().mapToLong(head -> head.ref().counter()).max().orElse(0);
    Ref ref =
        new Ref(
            name,
            snapshot.id(),
            lockfileId,
            replaces.stream().map(Head::id).toList(),
            Math.min(counter + 1, MOST_COUNTER),
            clock.instant());
    return new PreparedRef(Digest.of(RefJson.write(ref)), ref);
  }

  /** A prune leaves alone what is young; this is for whoever records for longer than that. */
  private void requirePacks(Snapshot snapshot) throws StoreException {
    Optional<PackRef> lacking = lacking(snapshot, packSizes());
    if (lacking.isPresent()) {
      throw new StoreException.Missing(
          "The pack `" + lacking.get().id().hex() + "` went away while it was relied upon",
          "Somebody pruned the store; run `envsnap record` again, which packs it anew");
    }
  }

  /** Writes a ref, whose snapshot and lockfile are stored: from here on a restore may take it. */
  public Head commit(PreparedRef prepared) throws StoreException {
    Ref ref = prepared.ref();
    String object = ref.name() + "/" + prepared.id().hex();
    StoredObject stored = documents.put(ObjectKind.REF, object, RefJson.write(ref));
    return new Head(prepared.id(), ref, stored.stored());
  }

  /** Keeps a lockfile that no ref names. */
  public Digest keep(byte[] lockfile) throws StoreException {
    byte[] packed = Documents.pack(lockfile, true);
    Digest id = Digest.of(packed);
    documents.put(ObjectKind.LOCKFILE, id.hex(), packed);
    return id;
  }

  /**
   * Which packs the next record shall do without, as the last prune said; a record that changes
   * nothing else has to be made where this is not what the record before it knew.
   */
  public WornPacks worn() throws StoreException {
    return WornPacks.read(store);
  }

  /** The names of the store, sorted. */
  public List<String> names() throws StoreException {
    return refs.names();
  }

  /** The refs of a name. */
  public NamedRefs refs(String name) throws StoreException {
    return refs.of(name);
  }

  /** All refs of a name that arrived whole, the one that a restore takes first. */
  public List<Head> history(String name) throws StoreException {
    return refs(name).history();
  }

  /** The refs of a name that no other replaces, the one that a restore takes first. */
  public List<Head> heads(String name) throws StoreException {
    return refs(name).heads();
  }

  /** The exact bytes of a lockfile. */
  public byte[] lockfile(Digest id) throws StoreException {
    return documents.lockfile(id);
  }

  /** What a store that has that lockfile names it by. */
  public static Digest lockfileId(byte[] lockfile) {
    return Digest.of(Documents.pack(lockfile, true));
  }

  /** The document of a snapshot, without its tree. */
  public Snapshot document(Digest id) throws StoreException {
    return documents.snapshot(id);
  }

  /** Whether the store lists all that a snapshot needs, each thing with its size. */
  public boolean lists(Digest id) throws StoreException {
    try {
      Snapshot snapshot = documents.snapshot(id);
      Map<String, Long> segments = new HashMap<>();
      Refs.listed(store, ObjectKind.SEGMENT).forEach(one -> segments.put(one.name(), one.size()));
      return lacking(snapshot, packSizes()).isEmpty()
          && snapshot.segments().stream()
              .allMatch(one -> segments.getOrDefault(one.id().hex(), -1L) == one.size());
    } catch (StoreException.Missing | StoreException.Corrupt e) {
      return false;
    }
  }

  /**
   * Looks whether what a snapshot needs is there, as far as that is known without reading its
   * packs.
   *
   * @throws StoreException.Missing when a pack, a segment or the document itself is not there
   * @throws StoreException.Corrupt when one is damaged or has another size
   */
  public OpenSnapshot openWhole(Digest id) throws StoreException {
    OpenSnapshot opened = open(id);
    Map<Digest, Long> packs = packSizes();
    for (PackRef pack : opened.snapshot().packs()) {
      if (packs.getOrDefault(pack.id(), -1L) != pack.size()) {
        documents.insistOnPack(pack);
      }
    }
    return opened;
  }

  /** Opens a snapshot for reading. */
  public OpenSnapshot open(Digest id) throws StoreException {
    return OpenSnapshot.open(store, documents, id);
  }

  /**
   * The snapshot whose id begins so.
   *
   * @return empty when the text is no such beginning, or when it means several snapshots
   */
  public Optional<Digest> resolve(String text) throws StoreException {
    String digits = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    if (digits.length() < LEAST_DIGITS || !digits.matches("[0-9a-f]+")) {
      return Optional.empty();
    }
    List<Digest> found = new ArrayList<>();
    for (StoredObject object : Refs.listed(store, ObjectKind.SNAPSHOT)) {
      if (object.name().startsWith(digits)) {
        found.add(new Digest(object.name()));
      }
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * Removes what is superseded and what nothing names.
   *
   * @throws StoreException with nothing removed, when a ref or snapshot is damaged
   */
  public PruneReport prune(PruneRequest request, Progress progress) throws StoreException {
    Map<String, List<Head>> lines = new TreeMap<>();
    for (String name : names()) {
      NamedRefs named = refs(name);
      for (StoredObject half : named.half()) {
        throw Documents.corrupt(ObjectKind.REF, half.name(), null);
      }
      lines.put(name, named.history());
    }
    return new Pruner(store, documents, request, progress).prune(lines, clock.instant());
  }

  /** Reads every object and checks it. */
  public StoreCheck verify(Progress progress) throws StoreException {
    return new StoreVerifier(store, documents, progress).verify();
  }
}
