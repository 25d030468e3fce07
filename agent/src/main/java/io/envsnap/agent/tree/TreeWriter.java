package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes recorded paths below a root. Every folder on the way is entered by its name and never
 * through a symbolic link, so a link that somebody plants leads nowhere; files and links take their
 * place whole, by a rename, and so do new folders that are {@linkplain #staging staged}. Several
 * threads may write different paths at once.
 *
 * <p>Nothing here is synced before {@link #sync}, but for {@link #rewrite}.
 */
public final class TreeWriter implements AutoCloseable {
  private static final int REACHABLE = 0700;
  private final Folders folders;
  private final NodeAccess access;
  private final MetadataPolicy policy;
  private final DigestCache digests;

  private TreeWriter(Folders folders, MetadataPolicy policy, DigestCache digests) {
    this.digests = digests;
    this.folders = folders;
    this.access = new NodeAccess(folders);
    this.policy = policy;
  }

  /**
   * Opens a tree for writing.
   *
   * @param root the folder that nothing is written outside of
   * @param owners users and groups of that tree; reload them after accounts were merged
   * @param specialBits files that may be setuid, setgid or have capabilities; the others get theirs
   *     without. Folders keep setgid
   */
  public static TreeWriter open(Path root, OwnerLookup owners, Predicate<TreePath> specialBits)
      throws IOException {
    return open(root, owners, specialBits, DigestCache.empty());
  }

  /** The same, where what is written is remembered. */
  public static TreeWriter open(
      Path root, OwnerLookup owners, Predicate<TreePath> specialBits, DigestCache digests)
      throws IOException {
    return new TreeWriter(
        new Folders(root.toRealPath()),
        new MetadataPolicy(owners, specialBits, SystemCalls.superuser()),
        digests);
  }

  /**
   * The same tree for one more thread, so that neither waits for the other's folders; closed with
   * this one.
   */
  public TreeWriter another() throws IOException {
    return new TreeWriter(folders.another(), policy, digests);
  }

  /**
   * Makes a folder, with missing parents, or takes the one that is there; sets owner and mode. Its
   * time comes last, by {@link #directoryTimes}.
   *
   * @return whether it is new
   * @throws InTheWayException when something else is there
   * @throws BlockedPathException when something on the way is no folder; so for all that follow
   */
  public boolean directory(TreeNode.Directory node) throws IOException {
    TreePath path = node.path();
    WantedStatus wanted = policy.wantedFolder(node.metadata());
    Making made = path.equals(TreePath.ROOT) ? Making.FOUND : makeDirectory(path, wanted);
    if (made != Making.AS_WANTED) {
      // Who is not root must still be able to fill it; the rest of the mode comes with the time.
      dressFolder(node, policy.setsOwners() ? wanted.mode() : wanted.mode() | REACHABLE);
    }
    return made != Making.FOUND;
  }

  /** What came of making a folder. */
  private enum Making {
    FOUND,
    BARE,
    AS_WANTED
  }

  private Making makeDirectory(TreePath path, WantedStatus wanted) throws IOException {
    try (Folders.Lease parent = parentOf(path)) {
      byte[] name = folders.nameOf(path);
      boolean ready = policy.setsOwners() && wanted.isPlain();
      int result = SystemCalls.makeFolder(parent.fd(), name, ready ? wanted.mode() : REACHABLE);
      if (result < 0 && result != -Errno.EEXIST) {
        throw Errno.failure(-result, "made", path);
      }
      if (result < 0) {
        return Making.FOUND;
      }
      Stat stat = new Stat();
      return ready && SystemCalls.status(parent.fd(), name, stat) >= 0 && wanted.isBut(stat)
          ? Making.AS_WANTED
          : Making.BARE;
    }
  }

  private void dressFolder(TreeNode.Directory node, int mode) throws IOException {
    int fd = openFolder(node.path());
    try {
      OpenNode.dressFolder(fd, node.path(), node.metadata(), mode, policy);
    } finally {
      SystemCalls.close(fd);
    }
  }

  private int openFolder(TreePath path) throws IOException {
    int fd = tryFolder(path);
    if (fd == -Errno.ENOTDIR || fd == -Errno.ELOOP) {
      throw new InTheWayException(path, "is no folder here and was one when it was recorded");
    }
    OpenNode.check(fd, "opened", path);
    return fd;
  }

  private int tryFolder(TreePath path) throws IOException {
    int flags = SystemCalls.O_DIRECTORY | SystemCalls.O_NOFOLLOW;
    return access.call(path, (folder, name) -> SystemCalls.open(folder, name, flags, 0));
  }

  /** New folders of this tree may be filled out of sight; for all threads that write it. */
  public StagedFolders staging() {
    return new StagedFolders(this, folders, policy, digests);
  }

  /** The same tree as everybody sees it, staged folders by no temporary name; closed with this. */
  TreeWriter visible() throws IOException {
    return new TreeWriter(folders.visible(), policy, digests);
  }

  /**
   * Moves a file or link out of a staged folder.
   *
   * @return false when it is not there
   * @throws InTheWayException when a folder stands where it shall be
   */
  boolean unveil(TreePath path, TreeWriter visible) throws IOException {
    byte[] name = SystemCalls.name(path);
    try (Folders.Lease from = folders.find(path.parent().orElse(TreePath.ROOT));
        Folders.Lease to = visible.parentOf(path)) {
      return from != null && TemporaryName.settle(from.fd(), name, to.fd(), path);
    }
  }

  /** Begins a file; missing parents are made. */
  public FileDraft create(TreeNode.RegularFile file) throws IOException {
    Folders.Lease parent = parentOf(file.path());
    try {
      return new FileDraft(file, policy, parent, digests);
    } catch (IOException | RuntimeException e) {
      parent.close();
      throw e;
    }
  }

  /**
   * Writes a whole file of ours to say, on disk when it returns: for shared databases.
   *
   * @param metadata also for a file that is there already; its time is set too
   */
  public void rewrite(TreePath path, byte[] bytes, Metadata metadata) throws IOException {
    TreeNode.RegularFile file =
        new TreeNode.RegularFile(path, metadata, bytes.length, Digest.of(bytes));
    try (FileDraft draft = create(file)) {
      draft.write(ByteBuffer.wrap(bytes));
      draft.commitSynced();
    }
  }

  /**
   * Puts a symbolic link in its place, over a file or link that is there.
   *
   * @throws InTheWayException when a folder is there; so for hard links
   */
  public void symlink(TreeNode.Symlink node) throws IOException {
    TreePath path = node.path();
    byte[] target = SystemCalls.name(node.target());
    byte[] temporary = TemporaryName.of(path);
    try (Folders.Lease parent = parentOf(path)) {
      int folder = parent.fd();
      TemporaryName.make(
          folder, temporary, path, () -> SystemCalls.symlink(target, folder, temporary));
      try {
        if (policy.setsOwners()) {
          int uid = policy.uid(node.metadata().owner());
          int gid = policy.gid(node.metadata().owner());
          OpenNode.check(SystemCalls.own(folder, temporary, uid, gid), "given away", path);
        }
        int timed = SystemCalls.modified(folder, temporary, node.metadata().mtime());
        OpenNode.check(timed, "given its time", path);
        TemporaryName.settle(folder, temporary, path);
      } catch (IOException e) {
        SystemCalls.unlink(folder, temporary);
        throw e;
      }
    }
  }

  /**
   * Makes a path a further name of a file of this tree.
   *
   * @throws IOException when that file is missing or no regular file
   */
  public void hardLink(TreeNode.HardLink node) throws IOException {
    TreePath path = node.path();
    byte[] temporary = TemporaryName.of(path);
    Stat target = access.status(node.target());
    if (target == null || target.kind() != NodeKind.FILE) {
      throw new IOException("`" + path + "` cannot be a name of `" + node.target() + "`: no file");
    }
    try (Folders.Lease from = parentOf(node.target());
        Folders.Lease parent = parentOf(path)) {
      byte[] name = SystemCalls.name(node.target());
      int folder = parent.fd();
      TemporaryName.make(
          folder, temporary, path, () -> SystemCalls.link(from.fd(), name, folder, temporary));
      try {
        TemporaryName.settle(folder, temporary, path);
      } finally {
        // A rename between two names of one file does nothing at all (rename(2)).
        SystemCalls.unlink(folder, temporary);
      }
      Stat linked = new Stat();
      if (SystemCalls.status(from.fd(), name, linked) >= 0) {
        digests.linked(target, linked);
      }
    }
  }

  /**
   * Removes a file or link; a folder stays.
   *
   * @return whether one was there
   */
  public boolean remove(TreePath path) throws IOException {
    int result = access.call(path, SystemCalls::unlink);
    return result != -Errno.EISDIR && removed(result, path);
  }

  /**
   * Removes a folder if nothing is in it.
   *
   * @return whether it was there and is gone
   */
  public boolean removeIfEmpty(TreePath folder) throws IOException {
    int result = access.call(folder, SystemCalls::removeFolder);
    if (result == -Errno.ENOTEMPTY
        || result == -Errno.EEXIST
        || result == -Errno.ENOTDIR
        || result == -Errno.EBUSY) {
      return false;
    }
    boolean gone = removed(result, folder);
    folders.forget(folder);
    return gone;
  }

  /**
   * Removes a file or link, or a folder if nothing is in it.
   *
   * @return whether a file or link was there
   */
  public boolean removeAny(TreePath path) throws IOException {
    boolean file = remove(path);
    if (!file) {
      removeIfEmpty(path);
    }
    return file;
  }

  private static boolean removed(int result, TreePath path) throws IOException {
    if (result < 0 && result != -Errno.ENOENT) {
      throw Errno.failure(-result, "removed", path);
    }
    return result >= 0;
  }

  /**
   * Gives a file that has the right bytes already its recorded metadata.
   *
   * @return false, with nothing done, when it has several names and must be written anew: the other
   *     names are not ours to change
   */
  public boolean metadata(TreeNode.RegularFile node) throws IOException {
    int fd = access.call(node.path(), SystemCalls::openToRead);
    OpenNode.check(fd, "opened", node.path());
    try {
      Stat stat = new Stat();
      OpenNode.check(SystemCalls.status(fd, SystemCalls.ITSELF, stat), "looked at", node.path());
      boolean ours = stat.kind() == NodeKind.FILE && stat.links() == 1;
      if (ours) {
        Attributes.remove(fd, node.path());
        OpenNode.dress(fd, node.path(), node.metadata(), policy);
      }
      return ours;
    } finally {
      SystemCalls.close(fd);
    }
  }

  /** Gives folders their final mode and time, after everything in them is written. */
  public void directoryTimes(List<TreeNode.Directory> nodes) throws IOException {
    for (TreeNode.Directory node : nodes) {
      settle(openFolder(node.path()), node);
    }
  }

  /** The same for one, unless it is no folder any more. */
  public void directoryTime(TreeNode.Directory node) throws IOException {
    int fd = tryFolder(node.path());
    if (fd != -Errno.ENOENT && fd != -Errno.ENOTDIR && fd != -Errno.ELOOP) {
      OpenNode.check(fd, "opened", node.path());
      settle(fd, node);
    }
  }

  private void settle(int fd, TreeNode.Directory node) throws IOException {
    try {
      if (!policy.setsOwners()) {
        int mode = policy.folderMode(node.metadata());
        OpenNode.check(SystemCalls.mode(fd, mode), "changed", node.path());
      }
      int timed = SystemCalls.modified(fd, node.metadata().mtime());
      OpenNode.check(timed, "given its time", node.path());
    } finally {
      SystemCalls.close(fd);
    }
  }

  /** Puts all that was written on the root's file system on disk. */
  public void sync() throws IOException {
    int fd = openFolder(TreePath.ROOT);
    try {
      OpenNode.check(SystemCalls.syncFileSystem(fd), "written", TreePath.ROOT);
    } finally {
      SystemCalls.close(fd);
    }
  }

  private Folders.Lease parentOf(TreePath path) throws IOException {
    if (path.equals(TreePath.ROOT)) {
      throw new InTheWayException(path, "is the root and always a folder");
    }
    return folders.make(path.parent().orElse(TreePath.ROOT));
  }

  @Override
  public void close() {
    folders.close();
  }
}
