package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The file tree below a folder of this machine, usually {@code /}. Symbolic links in parents are
 * followed as if that folder were the root. It remembers where they led: open another one when they
 * may have changed. Thread-safe.
 */
public final class LocalTree implements HostTree, AutoCloseable {
  private final Path root;
  private final Folders folders;
  private final NodeAccess access;
  private final ParentLinks links;
  private final OwnerLookup owners;
  private final DigestCache digests;

  private LocalTree(
      Path root,
      Folders folders,
      NodeAccess access,
      ParentLinks links,
      OwnerLookup owners,
      DigestCache digests) {
    this.root = root;
    this.folders = folders;
    this.access = access;
    this.links = links;
    this.owners = owners;
    this.digests = digests;
  }

  /** The tree below a folder that exists. */
  public static LocalTree at(Path root) throws IOException {
    return at(root, DigestCache.empty());
  }

  /** The same, with files that need not be read. */
  public static LocalTree at(Path root, DigestCache digests) throws IOException {
    Path real = root.toRealPath();
    Folders folders = new Folders(real);
    try {
      NodeAccess access = new NodeAccess(folders);
      return new LocalTree(
          real, folders, access, new ParentLinks(access), OwnerLookup.of(real), digests);
    } catch (IOException | RuntimeException e) {
      folders.close();
      throw e;
    }
  }

  /** The same tree, open as long as this one, with files that need not be read. */
  public HostTree knowing(DigestCache others) {
    return new LocalTree(root, folders, access, links, owners, others);
  }

  /** The folder that is the root of this tree, without symbolic links. */
  public Path root() {
    return root;
  }

  /** Users and groups of this tree. */
  public OwnerLookup owners() {
    return owners;
  }

  @Override
  public Optional<FileStatus> status(TreePath path) throws IOException {
    TreePath real = links.resolve(path);
    Stat stat = access.status(real);
    if (stat == null) {
      return Optional.empty();
    }
    String target = stat.kind() == NodeKind.SYMLINK ? access.linkText(real) : "";
    return Optional.of(stat.status(owners, target));
  }

  @Override
  public Optional<Digest> known(FileStatus status) {
    return digests.find(status);
  }

  /**
   * When the inode of a path was made, which no program can set.
   *
   * @return empty when there is no such path, or its file system does not keep births
   */
  public Optional<Timestamp> birth(TreePath path) throws IOException {
    Stat stat = access.status(links.resolve(path));
    return stat == null ? Optional.empty() : stat.birth();
  }

  @Override
  public Optional<byte[]> read(TreePath path, int limit) throws IOException {
    int fd = access.call(links.resolve(path), SystemCalls::openToRead);
    if (fd == -Errno.ENOENT || fd == -Errno.ELOOP) {
      return Optional.empty();
    }
    if (fd < 0) {
      throw Errno.failure(-fd, "read", path);
    }
    try {
      Stat stat = new Stat();
      SystemCalls.status(fd, SystemCalls.ITSELF, stat);
      return stat.kind() == NodeKind.FILE
          ? Optional.of(readAll(fd, path, stat.size(), limit))
          : Optional.empty();
    } finally {
      SystemCalls.close(fd);
    }
  }

  @Override
  public InputStream open(TreePath path) throws IOException {
    int fd = access.call(links.resolve(path), SystemCalls::openToRead);
    if (fd < 0) {
      throw Errno.failure(-fd, "read", path);
    }
    return new FileInput(fd, path);
  }

  private static byte[] readAll(int fd, TreePath path, long size, int limit) throws IOException {
    // Files of /proc say 0 and have more; lists of packages have 50 MB.
    byte[] all = new byte[(int) Math.min(size, limit)];
    int length = 0;
    ByteBuffer chunk = Scratch.buffer();
    while (true) {
      int count = SystemCalls.read(fd, chunk.clear());
      if (count < 0) {
        throw Errno.failure(-count, "read", path);
      }
      if (count == 0) {
        return length == all.length ? all : Arrays.copyOf(all, length);
      }
      if (count > limit - length) {
        throw new IOException("`" + path + "` is longer than " + limit + " bytes");
      }
      if (length + count > all.length) {
        all = Arrays.copyOf(all, (int) Math.min(limit, Math.max(2L * all.length, length + count)));
      }
      chunk.flip().get(all, length, count);
      length += count;
    }
  }

  @Override
  public List<String> list(TreePath folder) throws IOException {
    int flags = SystemCalls.O_DIRECTORY | SystemCalls.O_NOFOLLOW;
    int fd =
        access.call(
            links.resolve(folder), (parent, name) -> SystemCalls.open(parent, name, flags, 0));
    if (fd == -Errno.ENOENT || fd == -Errno.ENOTDIR || fd == -Errno.ELOOP) {
      return List.of();
    }
    if (fd < 0) {
      throw Errno.failure(-fd, "listed", folder);
    }
    List<String> names = SystemCalls.names(fd);
    Collections.sort(names);
    return names;
  }

  @Override
  public TreePath resolveParents(TreePath path) throws IOException {
    return links.resolve(path);
  }

  /**
   * Where the path lies for programs.
   *
   * @throws java.nio.file.InvalidPathException when its name is not UTF-8, or Java runs in a locale
   *     that cannot say it: programs cannot be given such a path
   */
  @Override
  public Path onDisk(TreePath path) {
    return root.resolve(path.relative());
  }

  /** Reads files of this tree for a record. */
  public ContentReader contents() {
    return new ContentReader(access, owners);
  }

  @Override
  public void close() {
    folders.close();
  }
}
