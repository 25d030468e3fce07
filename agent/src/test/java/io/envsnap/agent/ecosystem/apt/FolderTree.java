package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A machine that lies in a folder. */
final class FolderTree implements HostTree {
  private final Path root;

  FolderTree(Path root) {
    this.root = root;
  }

  @Override
  public Optional<FileStatus> status(TreePath path) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes =
          Files.readAttributes(onDisk(resolveParents(path)), "unix:*", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
      return Optional.empty();
    } catch (java.nio.file.FileSystemException e) {
      return Optional.empty();
    }
    NodeKind kind =
        Boolean.TRUE.equals(attributes.get("isRegularFile"))
            ? NodeKind.FILE
            : Boolean.TRUE.equals(attributes.get("isDirectory"))
                ? NodeKind.DIRECTORY
                : Boolean.TRUE.equals(attributes.get("isSymbolicLink"))
                    ? NodeKind.SYMLINK
                    : NodeKind.OTHER;
    String target =
        kind == NodeKind.SYMLINK
            ? Files.readSymbolicLink(onDisk(resolveParents(path))).toString()
            : "";
    return Optional.of(
        new FileStatus(
            kind,
            (Integer) attributes.get("mode") & 07777,
            new Owner("", (Integer) attributes.get("uid"), "", (Integer) attributes.get("gid")),
            (Long) attributes.get("size"),
            time(attributes.get("lastModifiedTime")),
            time(attributes.get("ctime")),
            (Long) attributes.get("dev"),
            (Long) attributes.get("ino"),
            (Integer) attributes.get("nlink"),
            target));
  }

  private static Timestamp time(Object time) {
    var instant = ((FileTime) time).toInstant();
    return new Timestamp(instant.getEpochSecond(), instant.getNano());
  }

  @Override
  public InputStream open(TreePath path) throws IOException {
    return Files.newInputStream(onDisk(resolveParents(path)));
  }

  @Override
  public Optional<byte[]> read(TreePath path, int limit) throws IOException {
    Path file = onDisk(resolveParents(path));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (Files.size(file) > limit) {
      throw new IOException("`" + path + "` is longer than " + limit);
    }
    return Optional.of(Files.readAllBytes(file));
  }

  @Override
  public List<String> list(TreePath folder) throws IOException {
    Path where = onDisk(resolveParents(folder));
    if (!Files.isDirectory(where)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(where)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public TreePath resolveParents(TreePath path) throws IOException {
    if (path.parent().isEmpty()) {
      return path;
    }
    Deque<String> rest = new ArrayDeque<>(List.of(path.parent().get().relative().split("/", -1)));
    Path at = root;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        at = at.equals(root) ? root : at.getParent();
        continue;
      }
      Path next = at.resolve(name);
      if (Files.isSymbolicLink(next)) {
        String target = Files.readSymbolicLink(next).toString();
        at = target.startsWith("/") ? root : at;
        List<String> parts = List.of(target.split("/", -1));
        for (int i = parts.size() - 1; i >= 0; i--) {
          rest.push(parts.get(i));
        }
      } else {
        at = next;
      }
    }
    String folder = "/" + root.relativize(at);
    return TreePath.of(folder).child(path.name());
  }

  @Override
  public Path onDisk(TreePath path) {
    return root.resolve(path.relative());
  }
}
