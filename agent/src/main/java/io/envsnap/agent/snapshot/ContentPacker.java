package io.envsnap.agent.snapshot;

import io.envsnap.agent.disk.DiskFailedException;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.ContentReader;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.OpenFile;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads files, gives each its digest, and packs the bytes that the store does not have. */
final class ContentPacker implements AutoCloseable {
  private static final int TRIES = 3;

  private final ContentReader contents;
  private final PackQueue queue;
  private final KnownBlobs known;
  private final DigestCache digests;
  private final ExecutorService hashing = Executors.newSingleThreadExecutor();
  private final AsideDigest aside = new AsideDigest(hashing);
  private final Map<TreePath, TreeNode.RegularFile> remembered = new HashMap<>();
  private final ExecutorService early = Executors.newSingleThreadExecutor();
  private Optional<Future<Boolean>> packedEarly = Optional.empty();
  private Optional<ReadAhead> ahead = Optional.empty();

  ContentPacker(ContentReader contents, PackQueue queue, KnownBlobs known, DigestCache digests) {
    this.digests = digests;
    this.contents = contents;
    this.queue = queue;
    this.known = known;
  }

  /**
   * Packs files on another thread, until somebody expects the others. To be called once, with files
   * that will be asked for; one that cannot be read is read again then.
   */
  void packAhead(List<RecordedPath> paths) {
    packedEarly = Optional.of(early.submit(() -> packAll(paths)));
  }

  private boolean packAll(List<RecordedPath> paths) throws IOException, StoreException {
    begin(paths);
    for (RecordedPath path : paths) {
      packIfReadable(path).ifPresent(node -> remembered.put(path.path(), node));
    }
    return true;
  }

  /** Whoever asks for a file that cannot be read meets the same, and says what it means. */
  private Optional<TreeNode.RegularFile> packIfReadable(RecordedPath path)
      throws IOException, StoreException {
    try {
      return pack(path);
    } catch (NoSuchFileException | DiskFailedException | NotPermittedException e) {
      return Optional.empty();
    }
  }

  /**
   * Begins to read files that will be packed, in that order.
   *
   * @throws IOException what kept others from being packed ahead
   */
  void expect(List<RecordedPath> paths) throws IOException, StoreException {
    if (packedEarly.isPresent()) {
      Threads.result(packedEarly.get());
    }
    begin(paths);
  }

  private void begin(List<RecordedPath> paths) {
    List<RecordedPath> unpacked =
        paths.stream().filter(path -> !remembered.containsKey(path.path())).toList();
    for (TreeNode.RegularFile file :
        unpacked.parallelStream().map(this::find).flatMap(Optional::stream).toList()) {
      remembered.put(file.path(), file);
    }
    queue.expect(
        unpacked.stream()
            .filter(path -> path.isFile() && !remembered.containsKey(path.path()))
            .mapToLong(RecordedPath::size)
            .sum());
    ahead.ifPresent(ReadAhead::close);
    ahead =
        Optional.of(
            new ReadAhead(contents, unpacked, path -> !remembered.containsKey(path.path())));
  }

  /**
   * The node of a file, after its bytes were packed.
   *
   * @return empty when it changed each time that it was read
   * @throws IOException when it cannot be read
   */
  Optional<TreeNode.RegularFile> pack(RecordedPath path) throws IOException, StoreException {
    TreeNode.RegularFile already = remembered.get(path.path());
    if (already != null && path.substitute().isEmpty()) {
      return Optional.of(already);
    }
    Optional<ReadAhead.Read> read = ahead.isPresent() ? ahead.get().take(path) : Optional.empty();
    if (read.isPresent()) {
      return Optional.of(pack(path.path(), read.get()));
    }
    Optional<TreeNode.RegularFile> found = find(path);
    if (found.isPresent()) {
      return found;
    }
    for (int tries = 0; tries < TRIES; tries++) {
      try (OpenFile file = contents.open(path.path())) {
        if (path.substitute().isPresent()) {
          Metadata metadata = Nodes.metadata(file.status(), file.xattrs());
          return Optional.of(bytes(path.path(), metadata, path.substitute().get()));
        }
        Optional<TreeNode.RegularFile> node =
            file.status().size() <= ReadAhead.LARGEST
                ? small(path.path(), file)
                : large(path.path(), file);
        if (node.isPresent()) {
          return node;
        }
      }
    }
    return Optional.empty();
  }

  private TreeNode.RegularFile pack(TreePath path, ReadAhead.Read read)
      throws IOException, StoreException {
    pack(path, read.metadata(), read.digest(), read.bytes());
    return node(path, read.status(), read.metadata(), read.digest());
  }

  private void pack(TreePath path, Metadata metadata, Digest digest, ByteBuffer bytes)
      throws IOException, StoreException {
    if (!queue.has(digest)) {
      int size = bytes.remaining();
      PackWriter.Place place = queue.add(path, metadata, size, ContentSource.of(bytes));
      queue.name(digest, place, size);
    }
  }

  /** The node of a file that was read and held still; its digest is remembered. */
  private TreeNode.RegularFile node(
      TreePath path, FileStatus status, Metadata metadata, Digest digest) {
    if (metadata.xattrs().isEmpty()) {
      digests.read(status, digest);
    }
    return new TreeNode.RegularFile(path, metadata, status.size(), digest);
  }

  /** A file that holds still since its bytes went into a pack that is there yet is not opened. */
  private Optional<TreeNode.RegularFile> find(RecordedPath path) {
    if (path.substitute().isPresent() || !path.isFile()) {
      return Optional.empty();
    }
    FileStatus status = path.status().orElseThrow();
    Metadata metadata = Nodes.metadata(status, new TreeMap<>());
    return digests
        .find(status)
        .filter(queue::has)
        .map(digest -> new TreeNode.RegularFile(path.path(), metadata, status.size(), digest));
  }

  /** Packs bytes that lie in memory. */
  TreeNode.RegularFile bytes(TreePath path, Metadata metadata, byte[] bytes)
      throws IOException, StoreException {
    Digest digest = Digest.of(bytes);
    pack(path, metadata, digest, ByteBuffer.wrap(bytes));
    return new TreeNode.RegularFile(path, metadata, bytes.length, digest);
  }

  private Optional<TreeNode.RegularFile> small(TreePath path, OpenFile file)
      throws IOException, StoreException {
    Optional<ReadAhead.Read> read =
        ReadAhead.read(file, ByteBuffer.allocate((int) file.status().size()), Optional.empty());
    return read.isPresent() ? Optional.of(pack(path, read.get())) : Optional.empty();
  }

  private Optional<TreeNode.RegularFile> large(TreePath path, OpenFile file)
      throws IOException, StoreException {
    FileStatus status = file.status();
    Metadata metadata = Nodes.metadata(status, file.xattrs());
    long size = status.size();
    if (known.mayHaveLarge(size)) {
      Optional<Digest> digest = digest(path, status);
      if (digest.isPresent() && queue.has(digest.get())) {
        return Optional.of(node(path, status, metadata, digest.get()));
      }
    }
    AsideDigest in = aside.begin(file);
    PackWriter.Place place = queue.add(path, metadata, size, in);
    if (!file.unchangedSince(status)) {
      // What was packed of it stays in the pack as bytes that nobody names.
      return Optional.empty();
    }
    Digest digest = in.digest();
    queue.name(digest, place, size);
    return Optional.of(node(path, status, metadata, digest));
  }

  @Override
  public void close() {
    Threads.end(early);
    ahead.ifPresent(ReadAhead::close);
    hashing.shutdownNow();
  }

  private Optional<Digest> digest(TreePath path, FileStatus status) throws IOException {
    try (OpenFile file = contents.open(path)) {
      Digest digest = Digest.of(Channels.newInputStream(file));
      return file.unchangedSince(status) ? Optional.of(digest) : Optional.empty();
    }
  }
}
