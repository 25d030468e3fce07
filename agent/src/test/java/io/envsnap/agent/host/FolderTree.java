package io.envsnap.agent.host;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A temporary folder that stands for the root of a machine; tests write into it by path. */
public final class FolderTree implements HostTree {
  private final Path root;

  /** Over that folder. */
  public FolderTree(Path root) {
    this.root = root;
  }

  /** Writes a file and the folders above it. */
  public FolderTree file(String path, String text) {
    try {
      Path at = onDisk(TreePath.of(path));
      Files.createDirectories(at.getParent());
      Files.writeString(at, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that may be run. */
  public FolderTree program(String path) {
    file(path, "#!/bin/sh\n");
    if (!onDisk(TreePath.of(path)).toFile().setExecutable(true)) {
      throw new IllegalStateException(path);
    }
    return this;
  }

  /** Makes a folder. */
  public FolderTree folder(String path) {
    try {
      Files.createDirectories(onDisk(TreePath.of(path)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a symbolic link. */
  public FolderTree link(String path, String target) {
    try {
      Path at = onDisk(TreePath.of(path));
      Files.createDirectories(at.getParent());
      Files.createSymbolicLink(at, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file, or a folder with all that is in it. */
  public FolderTree gone(String path) {
    try (Stream<Path> below = Files.walk(onDisk(TreePath.of(path)))) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every path below a folder, the folder itself included. */
  public List<TreePath> below(String folder) {
    try (Stream<Path> below = Files.walk(onDisk(TreePath.of(folder)))) {
      return below.map(each -> TreePath.of("/" + root.relativize(each))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  public String text(String path) {
    try {
      return Files.readString(onDisk(TreePath.of(path)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<FileStatus> status(TreePath path) throws IOException {
    Path at = onDisk(path);
    if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Map<String, Object> unix = Files.readAttributes(at, "unix:*", LinkOption.NOFOLLOW_LINKS);
    NodeKind kind =
        Files.isSymbolicLink(at)
            ? NodeKind.SYMLINK
            : Files.isDirectory(at) ? NodeKind.DIRECTORY : NodeKind.FILE;
    return Optional.of(
        new FileStatus(
            kind,
            (int) unix.get("mode") & 07777,
            Owner.ROOT,
            (long) unix.get("size"),
            time((FileTime) unix.get("lastModifiedTime")),
            time((FileTime) unix.get("ctime")),
            (long) unix.get("dev"),
            (long) unix.get("ino"),
            (int) unix.get("nlink"),
            kind == NodeKind.SYMLINK ? Files.readSymbolicLink(at).toString() : ""));
  }

  private static Timestamp time(FileTime time) {
    Instant instant = time.toInstant();
    return new Timestamp(instant.getEpochSecond(), instant.getNano());
  }

  @Override
  public InputStream open(TreePath path) throws IOException {
    return Files.newInputStream(onDisk(resolveParents(path)));
  }

  @Override
  public Optional<byte[]> read(TreePath path, int limit) throws IOException {
    Optional<FileStatus> status = status(path);
    if (status.isEmpty() || status.get().kind() != NodeKind.FILE) {
      return Optional.empty();
    }
    if (status.get().size() > limit) {
      throw new IOException("`" + path + "` is longer than " + limit + " bytes");
    }
    return Optional.of(Files.readAllBytes(onDisk(path)));
  }

  @Override
  public List<String> list(TreePath folder) throws IOException {
    Path at = onDisk(folder);
    if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(at)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public TreePath resolveParents(TreePath path) throws IOException {
    TreePath parent = TreePath.ROOT;
    int hops = 0;
    String[] parts = path.relative().split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      TreePath next = parent.child(parts[i]);
      Optional<FileStatus> status = status(next);
      while (status.isPresent() && status.get().kind() == NodeKind.SYMLINK && hops++ < 40) {
        next = next.parent().orElseThrow().resolve(status.get().target()).orElseThrow();
        status = status(next);
      }
      parent = next;
    }
    return path.equals(TreePath.ROOT) ? path : parent.child(parts[parts.length - 1]);
  }

  @Override
  public Path onDisk(TreePath path) {
    return root.resolve(path.relative());
  }
}
