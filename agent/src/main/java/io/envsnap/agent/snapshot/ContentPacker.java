package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.ContentReader;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.OpenFile;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads files, gives each its digest, and packs the bytes that the store does not have. */
final class ContentPacker implements AutoCloseable {
  private static final int SMALL = 2 << 20;
  private static final int TRIES = 3;

  private final ContentReader contents;
  private final PackQueue queue;
  private final KnownBlobs known;
  private final DigestCache digests;
  private final LocalTree tree;
  private final ExecutorService hashing = Executors.newSingleThreadExecutor();
  private final AsideDigest aside = new AsideDigest(hashing);
  private final Map<TreePath, TreeNode.RegularFile> remembered = new HashMap<>();
  private Optional<ReadAhead> ahead = Optional.empty();

  ContentPacker(LocalTree tree, PackQueue queue, KnownBlobs known, DigestCache digests) {
    this.tree = tree;
    this.digests = digests;
    this.contents = tree.contents();
    this.queue = queue;
    this.known = known;
  }

  /** Begins to read files that will be packed, in that order. */
  void expect(List<RecordedPath> paths) {
    for (RecordedPath path : paths) {
      find(path).ifPresent(file -> remembered.put(path.path(), file));
    }
    ahead = Optional.of(new ReadAhead(tree, paths, path -> !remembered.containsKey(path.path())));
  }

  /**
   * The node of a file, after its bytes were packed.
   *
   * @return empty when it changed each time that it was read
   * @throws IOException when it cannot be read
   */
  Optional<TreeNode.RegularFile> pack(RecordedPath path) throws IOException, StoreException {
    TreeNode.RegularFile already = remembered.get(path.path());
    if (already != null) {
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
        FileStatus status = file.status();
        Metadata metadata = Nodes.metadata(status, file.xattrs());
        if (path.substitute().isPresent()) {
          return Optional.of(bytes(path.path(), metadata, path.substitute().get()));
        }
        Optional<TreeNode.RegularFile> node =
            status.size() <= SMALL
                ? small(path.path(), metadata, file)
                : large(path.path(), metadata, file);
        if (node.isPresent()) {
          if (metadata.xattrs().isEmpty()) {
            digests.read(status, node.get().digest());
          }
          return node;
        }
      }
    }
    return Optional.empty();
  }

  private TreeNode.RegularFile pack(TreePath path, ReadAhead.Read read)
      throws IOException, StoreException {
    int size = read.bytes().remaining();
    if (!queue.has(read.digest())) {
      PackWriter.Place place =
          queue.add(path, read.metadata(), size, new BufferStream(read.bytes()));
      queue.name(read.digest(), place, size);
    }
    if (read.metadata().xattrs().isEmpty()) {
      digests.read(read.status(), read.digest());
    }
    return new TreeNode.RegularFile(path, read.metadata(), size, read.digest());
  }

  /** A file that holds still since its bytes went into a pack that is there yet is not opened. */
  private Optional<TreeNode.RegularFile> find(RecordedPath path) {
    if (path.substitute().isPresent() || path.status().isEmpty()) {
      return Optional.empty();
    }
    FileStatus status = path.status().get();
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
    if (!queue.has(digest)) {
      PackWriter.Place place =
          queue.add(path, metadata, bytes.length, new ByteArrayInputStream(bytes));
      queue.name(digest, place, bytes.length);
    }
    return new TreeNode.RegularFile(path, metadata, bytes.length, digest);
  }

  private Optional<TreeNode.RegularFile> small(TreePath path, Metadata metadata, OpenFile file)
      throws IOException, StoreException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.status().size());
    InputStream in = Channels.newInputStream(file);
    in.transferTo(bytes);
    if (!file.unchangedSince(file.status()) || bytes.size() != file.status().size()) {
      return Optional.empty();
    }
    return Optional.of(bytes(path, metadata, bytes.toByteArray()));
  }

  private Optional<TreeNode.RegularFile> large(TreePath path, Metadata metadata, OpenFile file)
      throws IOException, StoreException {
    long size = file.status().size();
    if (known.mayHave(size)) {
      Optional<Digest> digest = digest(path, file.status());
      if (digest.isPresent() && queue.has(digest.get())) {
        return Optional.of(new TreeNode.RegularFile(path, metadata, size, digest.get()));
      }
    }
    AsideDigest in = aside.begin(file);
    PackWriter.Place place = queue.add(path, metadata, size, in);
    if (!file.unchangedSince(file.status())) {
      // What was packed of it stays in the pack as bytes that nobody names.
      return Optional.empty();
    }
    Digest digest = in.digest();
    queue.name(digest, place, size);
    return Optional.of(new TreeNode.RegularFile(path, metadata, size, digest));
  }

  @Override
  public void close() {
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
