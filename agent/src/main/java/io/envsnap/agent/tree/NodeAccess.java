package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at single paths of a tree without following any symbolic link. A path whose parent is not
 * there, or is no folder, is not there either. Thread-safe.
 */
final class NodeAccess {
  /** Nearly all links are shorter, and what has no room for them is copied and collected. */
  private static final int USUAL_LINK = 256;

  private final Folders folders;

  /** Neighbours are mostly looked at one after the other; any thread may write over it. */
  private @Nullable TreePath lastFolder;

  /** Works in these folders, which somebody else closes. */
  NodeAccess(Folders folders) {
    this.folders = folders;
  }

  /** The same for one more thread; see {@link Folders#another}. */
  NodeAccess another() throws IOException {
    return new NodeAccess(folders.another());
  }

  /** One system call on a name in an open folder. */
  @FunctionalInterface
  interface Call {
    /** Its result, or a negated {@link Errno}. */
    int on(int folder, byte[] name);
  }

  /**
   * Does one call on a path; -ENOENT when its parent is not there or is no folder.
   *
   * @throws IOException only when the parent cannot be opened
   */
  int call(TreePath path, Call call) throws IOException {
    int result = tryOnce(path, call);
    boolean again = result == -Errno.ENOENT && folders.forgetIfStale(folderOf(path));
    return again ? tryOnce(path, call) : result;
  }

  private int tryOnce(TreePath path, Call call) throws IOException {
    try (Folders.Lease lease = folders.find(folderOf(path))) {
      return lease == null ? -Errno.ENOENT : call.on(lease.fd(), folders.nameOf(path));
    } catch (BlockedPathException e) {
      return -Errno.ENOENT;
    }
  }

  private TreePath folderOf(TreePath path) {
    TreePath last = lastFolder;
    if (last != null && path.isChildOf(last)) {
      return last;
    }
    TreePath folder = path.parent().orElse(TreePath.ROOT);
    lastFolder = folder;
    return folder;
  }

  /** Status of the path itself; null when it is not there. */
  @Nullable Stat status(TreePath path) throws IOException {
    Stat stat = new Stat();
    int result = call(path, (folder, name) -> SystemCalls.status(folder, name, stat));
    if (result == -Errno.ENOENT || result == -Errno.ENAMETOOLONG) {
      return null;
    }
    if (result < 0) {
      throw Errno.failure(-result, "looked at", path);
    }
    return stat;
  }

  /** Whether a folder is there that can be reached through folders alone. */
  boolean isFolder(TreePath folder) throws IOException {
    try (Folders.Lease lease = folders.find(folder)) {
      return lease != null;
    } catch (BlockedPathException e) {
      return false;
    }
  }

  /** Null when it fills the room, so that it may be longer. */
  private @Nullable String linkText(TreePath path, byte[] room) throws IOException {
    int length = call(path, (folder, name) -> SystemCalls.linkText(folder, name, room));
    return length == room.length ? null : SurrogateEscape.decode(room, 0, Math.max(0, length));
  }

  /** Text of a symbolic link; empty when the path is something else. */
  String linkText(TreePath path) throws IOException {
    String text = linkText(path, new byte[USUAL_LINK]);
    return text == null
        ? Objects.requireNonNullElse(linkText(path, new byte[SystemCalls.LINK_LIMIT]), "")
        : text;
  }
}
