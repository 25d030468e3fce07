package io.envsnap.agent.tree;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small tree in a temporary folder, and short ways to say what shall be in it. */
final class Bench implements AutoCloseable {
  static final Timestamp LONG_AGO = new Timestamp(1_000_000_000L, 123_456_789);
  static final Instant LONG_AGO_INSTANT = Instant.ofEpochSecond(1_000_000_000L, 123_456_789);
  private final Path root;
  private final TreeWriter writer;
  private final TreeCompare compare;

  Bench(Path root) throws IOException {
    this.root = root;
    OwnerLookup owners = OwnerLookup.of(root);
    this.writer = TreeWriter.open(root, owners, path -> true);
    this.compare = TreeCompare.of(root, owners, path -> true, DigestCache.empty());
  }

  static void needsRoot(String why) {
    if (!SystemCalls.superuser()) {
      if ("true".equals(System.getenv("CI"))) {
        fail("CI must run as root: " + why);
      }
      assumeTrue(false, "needs root: " + why);
    }
  }

  static Owner myself() {
    try {
      Path home = Files.createTempFile("envsnap-owner", "");
      int uid = (int) Files.getAttribute(home, "unix:uid");
      int gid = (int) Files.getAttribute(home, "unix:gid");
      Files.delete(home);
      return new Owner("", uid, "", gid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Metadata metadata(int mode) {
    return new Metadata(mode, myself(), LONG_AGO, new TreeMap<>());
  }

  static TreeNode.RegularFile file(String path, String text) {
    return file(path, text, metadata(0644));
  }

  static TreeNode.RegularFile file(String path, String text, Metadata metadata) {
    byte[] bytes = bytes(text);
    return new TreeNode.RegularFile(TreePath.of(path), metadata, bytes.length, Digest.of(bytes));
  }

  static TreeNode.Directory folder(String path, int mode) {
    return new TreeNode.Directory(TreePath.of(path), metadata(mode));
  }

  static TreeNode.Symlink link(String path, String target) {
    return new TreeNode.Symlink(TreePath.of(path), metadata(0777), target);
  }

  static TreeNode.HardLink hardLink(String path, String target) {
    return new TreeNode.HardLink(TreePath.of(path), TreePath.of(target));
  }

  static Metadata with(Metadata metadata, Map<String, String> xattrs) {
    return new Metadata(metadata.mode(), metadata.owner(), metadata.mtime(), new TreeMap<>(xattrs));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  TreeWriter writer() {
    return writer;
  }

  void place(TreeNode.RegularFile file, String text) throws IOException {
    try (FileDraft draft = writer.create(file)) {
      draft.write(ByteBuffer.wrap(bytes(text)));
      draft.commit();
    }
  }

  TreeNode.RegularFile place(String path, String text) throws IOException {
    TreeNode.RegularFile file = file(path, text);
    place(file, text);
    return file;
  }

  Optional<Difference> compare(TreeNode node) throws IOException {
    return compare.compare(node);
  }

  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  String text(String path) throws IOException {
    return Files.readString(at(path));
  }

  String mode(String path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(at(path), LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void close() {
    writer.close();
    compare.close();
  }
}
