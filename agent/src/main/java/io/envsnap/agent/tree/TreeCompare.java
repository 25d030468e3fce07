package io.envsnap.agent.tree;

import io.envsnap.agent.tree.Difference.Extent;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether paths of this machine are as recorded. Looks through no symbolic link: what lies
 * behind one counts as missing. Thread-safe.
 */
public final class TreeCompare implements AutoCloseable {
  private final Folders folders;
  private final NodeAccess access;
  private final ContentReader contents;
  private final MetadataCompare metadata;
  private final OwnerLookup owners;
  private final DigestCache digests;

  /** A folder that is not there; what lies below it is not either. */
  private volatile @Nullable TreePath missing;

  private TreeCompare(
      Folders folders, OwnerLookup owners, MetadataCompare metadata, DigestCache digests) {
    this.folders = folders;
    this.access = new NodeAccess(folders);
    this.owners = owners;
    this.contents = new ContentReader(access, owners);
    this.metadata = metadata;
    this.digests = digests;
  }

  /**
   * Opens a tree.
   *
   * @param owners users and groups of that tree
   * @param specialBits as for {@link TreeWriter#open}: bits that it would not set are not missed
   * @param digests files that need not be read
   */
  public static TreeCompare of(
      Path root, OwnerLookup owners, Predicate<TreePath> specialBits, DigestCache digests)
      throws IOException {
    MetadataPolicy policy = new MetadataPolicy(owners, specialBits, SystemCalls.superuser());
    return in(new Folders(root.toRealPath()), policy, digests);
  }

  /** The same of folders that are open already; closes them. */
  static TreeCompare in(Folders folders, MetadataPolicy policy, DigestCache digests) {
    OwnerLookup owners = policy.owners();
    return new TreeCompare(folders, owners, new MetadataCompare(policy, owners), digests);
  }

  /**
   * The same for one more thread, so that neither waits for the other's folders; closed with this
   * one.
   */
  public TreeCompare another() throws IOException {
    return new TreeCompare(folders.another(), owners, metadata, digests);
  }

  /**
   * Compares everything, the bytes of a file too where its size is right. The time of a folder is
   * not compared, that of a link to the microsecond.
   */
  public Optional<Difference> compare(TreeNode node) throws IOException {
    Stat stat = status(node.path());
    if (node instanceof TreeNode.Deleted) {
      return stat == null ? Optional.empty() : differs(node, Extent.PRESENCE, "is there");
    }
    if (stat == null) {
      return differs(node, Extent.PRESENCE, "is missing");
    }
    if (stat.kind() != kindOf(node)) {
      return differs(node, Extent.KIND, NodeNames.instead(stat.kind(), kindOf(node)));
    }
    if (node instanceof TreeNode.RegularFile file) {
      return compareFile(file, stat);
    }
    if (node instanceof TreeNode.Symlink link) {
      return access.linkText(link.path()).equals(link.target())
          ? metadata.ofLink(link, stat)
          : differs(node, Extent.CONTENT, "leads elsewhere");
    }
    if (node instanceof TreeNode.Directory folder) {
      return metadata.ofFolder(folder, stat);
    }
    return compareHardLink((TreeNode.HardLink) node, stat);
  }

  /** A fresh machine lacks whole folders, and asking for each path in them takes as long again. */
  private @Nullable Stat status(TreePath path) throws IOException {
    TreePath known = missing;
    if (known != null && path.isWithin(known)) {
      return null;
    }
    Stat stat = access.status(path);
    if (stat == null) {
      TreePath folder = path.parent().orElse(TreePath.ROOT);
      missing = access.isFolder(folder) ? null : folder;
    }
    return stat;
  }

  private Optional<Difference> compareFile(TreeNode.RegularFile file, Stat stat)
      throws IOException {
    if (stat.size() != file.size()) {
      return differs(
          file, Extent.CONTENT, "has " + stat.size() + " bytes instead of " + file.size());
    }
    Digest known = digests.find(stat);
    if (known != null) {
      return ofBytes(file, stat, file.digest().equals(known), Collections.emptySortedMap());
    }
    try (OpenFile open = contents.open(file.path())) {
      Digest digest = digest(open);
      SortedMap<String, String> attributes = open.xattrs();
      if (attributes.isEmpty() && open.unchangedSince(open.status())) {
        digests.read(open.status(), digest);
      }
      return ofBytes(file, stat, digest.equals(file.digest()), attributes);
    } catch (NoSuchFileException e) {
      return differs(file, Extent.PRESENCE, "is missing");
    }
  }

  private Optional<Difference> ofBytes(
      TreeNode.RegularFile file, Stat stat, boolean same, SortedMap<String, String> attributes) {
    return same
        ? metadata.ofFile(file, stat, attributes)
        : differs(file, Extent.CONTENT, "has other bytes");
  }

  private static Digest digest(OpenFile open) throws IOException {
    MessageDigest digest = Digest.sha256();
    ByteBuffer buffer = Scratch.buffer();
    while (open.read(buffer) >= 0) {
      digest.update(buffer.flip());
      buffer.clear();
    }
    return Digest.ofHash(digest.digest());
  }

  private Optional<Difference> compareHardLink(TreeNode.HardLink link, Stat stat)
      throws IOException {
    Stat target = access.status(link.target());
    return target != null && target.isSameInode(stat)
        ? Optional.empty()
        : differs(link, Extent.CONTENT, "is no further name of `" + link.target() + "`");
  }

  private static NodeKind kindOf(TreeNode node) {
    if (node instanceof TreeNode.Directory) {
      return NodeKind.DIRECTORY;
    }
    return node instanceof TreeNode.Symlink ? NodeKind.SYMLINK : NodeKind.FILE;
  }

  private static Optional<Difference> differs(TreeNode node, Extent extent, String reason) {
    return Optional.of(new Difference(node.path(), extent, reason));
  }

  @Override
  public void close() {
    folders.close();
  }
}
