package io.envsnap.agent.ecosystem;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that stands for the root of a machine. */
public record FolderTree(Path root) implements HostTree {
  private static final int TYPE = 0170000;

  @Override
  public Optional<FileStatus> status(TreePath path) throws IOException {
    Map<String, Object> all;
    try {
      all = Files.readAttributes(onDisk(path), "unix:*", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int mode = (Integer) all.get("mode");
    NodeKind kind =
        switch (mode & TYPE) {
          case 0100000 -> NodeKind.FILE;
          case 0040000 -> NodeKind.DIRECTORY;
          case 0120000 -> NodeKind.SYMLINK;
          default -> NodeKind.OTHER;
        };
    Owner owner =
        new Owner(
            ((UserPrincipal) all.get("owner")).getName(),
            (Integer) all.get("uid"),
            ((GroupPrincipal) all.get("group")).getName(),
            (Integer) all.get("gid"));
    String target = kind == NodeKind.SYMLINK ? Files.readSymbolicLink(onDisk(path)).toString() : "";
    return Optional.of(
        new FileStatus(
            kind,
            mode & 07777,
            owner,
            (Long) all.get("size"),
            time(all.get("lastModifiedTime")),
            time(all.get("ctime")),
            (Long) all.get("dev"),
            (Long) all.get("ino"),
            (Integer) all.get("nlink"),
            target));
  }

  private static Timestamp time(Object value) {
    Instant instant = ((FileTime) value).toInstant();
    return new Timestamp(instant.getEpochSecond(), instant.getNano());
  }

  @Override
  public Optional<byte[]> read(TreePath path, int limit) throws IOException {
    Path file = onDisk(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (Files.size(file) > limit) {
      throw new IOException("`" + path + "` is longer than " + limit + " bytes");
    }
    return Optional.of(Files.readAllBytes(file));
  }

  @Override
  public List<String> list(TreePath folder) throws IOException {
    Path path = onDisk(folder);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(path)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public TreePath resolveParents(TreePath path) throws IOException {
    Optional<TreePath> parent = path.parent();
    if (parent.isEmpty() || !Files.exists(onDisk(parent.get()))) {
      return path;
    }
    Path real = onDisk(parent.get()).toRealPath();
    Path relative = root.toRealPath().relativize(real);
    return relative.toString().isEmpty()
        ? TreePath.ROOT.child(path.name())
        : TreePath.of("/" + relative).child(path.name());
  }

  @Override
  public Path onDisk(TreePath path) {
    return root.resolve(path.relative());
  }
}
