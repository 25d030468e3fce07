package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Open folders of a tree, each reached component by component and never through a symbolic link, so
 * that what is done in them happens below the root whatever is planted there. The most recently
 * used stay open. Thread-safe.
 */
final class Folders implements AutoCloseable {
  private static final int KEPT_OPEN = 256;
  private static final int ATTEMPTS = 8;
  private static final int PARENT_MODE = 0755;

  /** A folder that stays open until it is closed. */
  final class Lease implements AutoCloseable {
    private final Handle handle;

    private Lease(Handle handle) {
      this.handle = handle;
      handle.leases++;
    }

    /** Its descriptor, good for the calls that take one beside a name. */
    int fd() {
      return handle.fd;
    }

    /** Whether nobody knows it yet under this name: see {@link Folders#stage}. */
    boolean isStaged() {
      return handle.staged;
    }

    /** Puts its names on disk. */
    void sync(TreePath inside) throws IOException {
      int flags = SystemCalls.O_DIRECTORY;
      int fd = SystemCalls.open(handle.fd, SystemCalls.name("."), flags, 0);
      int result = fd < 0 ? fd : SystemCalls.sync(fd);
      if (fd >= 0) {
        SystemCalls.close(fd);
      }
      if (result < 0) {
        throw Errno.failure(-result, "written", inside);
      }
    }

    @Override
    public void close() {
      release(handle);
    }
  }

  private static final class Handle {
    private final int fd;
    private final boolean staged;
    private int leases;
    private boolean dropped;
    private @Nullable Stat then;

    private Handle(int fd, boolean staged) {
      this.fd = fd;
      this.staged = staged;
    }
  }

  private final Map<TreePath, Handle> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Handle root;
  private final List<Folders> others = new ArrayList<>();

  /** Folders that have a temporary name for now, of all threads that work in these. */
  private final Map<TreePath, byte[]> staged;

  /** The folders below {@code root}, which itself is reached as the system reaches it. */
  Folders(Path root) throws IOException {
    SystemCalls.insistOnThem();
    int fd =
        SystemCalls.open(
            SystemCalls.ANYWHERE,
            SystemCalls.name(root.toAbsolutePath().toString()),
            SystemCalls.O_PATH | SystemCalls.O_DIRECTORY,
            0);
    if (fd < 0) {
      throw Errno.failure(-fd, "opened", root);
    }
    this.root = new Handle(fd, false);
    this.staged = new ConcurrentHashMap<>();
  }

  private Folders(Handle root, Map<TreePath, byte[]> staged) {
    this.root = root;
    this.staged = staged;
  }

  /**
   * The same folders for one more thread, so that neither waits for the other; closed with these.
   */
  Folders another() throws IOException {
    return another(staged);
  }

  /** The same folders as everybody sees them, by no temporary name; closed with these. */
  Folders visible() throws IOException {
    return another(Map.of());
  }

  private synchronized Folders another(Map<TreePath, byte[]> names) throws IOException {
    int flags = SystemCalls.O_PATH | SystemCalls.O_DIRECTORY;
    int fd = SystemCalls.open(root.fd, SystemCalls.name("."), flags, 0);
    if (fd < 0) {
      throw Errno.failure(-fd, "opened", TreePath.ROOT);
    }
    Folders other = new Folders(new Handle(fd, false), names);
    others.add(other);
    return other;
  }

  /**
   * From now on that folder goes by its {@link TemporaryName}, which nobody else knows: what is in
   * it may be half-written. Folders below it come with it.
   */
  void stage(TreePath folder) {
    staged.put(folder, TemporaryName.of(folder));
  }

  /** Whether that very folder goes by a temporary name. */
  boolean isStaged(TreePath folder) {
    return staged.containsKey(folder);
  }

  /**
   * Gives a staged folder its own name.
   *
   * @return false when something of that name is there, or folders cannot be moved here
   */
  boolean unveil(TreePath folder) throws IOException {
    try (Lease parent = make(folder.parent().orElse(TreePath.ROOT))) {
      byte[] name = SystemCalls.name(folder);
      return SystemCalls.rename(parent.fd(), nameOf(folder), name) >= 0;
    }
  }

  /** All folders go by their own names again. */
  void unstage() {
    staged.clear();
    forgetStaged();
  }

  private synchronized void forgetStaged() {
    forgetThose(entry -> entry.getValue().staged);
    others.forEach(Folders::forgetStaged);
  }

  /** The name that a path goes by in its folder, as the C library takes it. */
  byte[] nameOf(TreePath path) {
    if (path.equals(TreePath.ROOT)) {
      return SystemCalls.name(".");
    }
    byte[] temporary = staged.isEmpty() ? null : staged.get(path);
    return temporary == null ? SystemCalls.name(path) : temporary;
  }

  /**
   * Opens a folder; null when it or one above it is not there.
   *
   * @throws BlockedPathException when a component is something else
   */
  synchronized @Nullable Lease find(TreePath folder) throws IOException {
    Handle handle = reach(folder, false);
    return handle == null ? null : new Lease(handle);
  }

  /**
   * Opens a folder. What is missing is made, with mode 0755 and owned by this user.
   *
   * @throws BlockedPathException when a component is something else
   */
  synchronized Lease make(TreePath folder) throws IOException {
    forgetIfStale(folder);
    Handle handle = reach(folder, true);
    if (handle == null) {
      // Somebody removes it as fast as it is made.
      throw Errno.failure(Errno.ENOENT, "made", folder);
    }
    return new Lease(handle);
  }

  /**
   * Forgets a folder that was kept open if another one, or none, is there now: another program may
   * have removed or moved it. The number of its names says nothing of that in an overlay.
   *
   * @return whether it was forgotten
   */
  synchronized boolean forgetIfStale(TreePath folder) {
    Handle known = open.get(folder);
    boolean stale = known != null && !known.staged && isStale(folder, known);
    if (stale) {
      forget(folder);
    }
    return stale;
  }

  private boolean isStale(TreePath folder, Handle handle) {
    Handle parent = kept(folder.parent().orElse(TreePath.ROOT));
    if (parent == null) {
      return true;
    }
    Stat now = new Stat();
    if (SystemCalls.status(parent.fd, nameOf(folder), now) < 0) {
      return true;
    }
    Stat then = handle.then;
    if (then == null || !then.isSameInode(now)) {
      // An overlay may number the folders of its layers anew.
      then = new Stat();
      handle.then = then;
      return SystemCalls.status(handle.fd, SystemCalls.ITSELF, then) < 0 || !then.isSameInode(now);
    }
    return false;
  }

  /** Forgets a folder and all below it, because it is to be removed or was found removed. */
  void forget(TreePath folder) {
    forgetThose(entry -> entry.getKey().isWithin(folder));
  }

  private synchronized void forgetThose(Predicate<Map.Entry<TreePath, Handle>> those) {
    for (Iterator<Map.Entry<TreePath, Handle>> each = open.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<TreePath, Handle> entry = each.next();
      if (those.test(entry)) {
        each.remove();
        drop(entry.getValue());
      }
    }
  }

  private @Nullable Handle reach(TreePath folder, boolean make) throws IOException {
    return reach(folder, make, ATTEMPTS);
  }

  private @Nullable Handle reach(TreePath folder, boolean make, int attempts) throws IOException {
    List<TreePath> missing = new ArrayList<>();
    TreePath step = folder;
    Handle handle = kept(step);
    while (handle == null) {
      missing.add(step);
      step = step.parent().orElse(TreePath.ROOT);
      handle = kept(step);
    }
    for (int i = missing.size() - 1; i >= 0; i--) {
      int fd = enter(handle, missing.get(i), make);
      if (fd < 0) {
        return attempts > 0 && forgetIfStale(step) ? reach(folder, make, attempts - 1) : null;
      }
      step = missing.get(i);
      handle = keep(step, new Handle(fd, handle.staged || isStaged(step)));
    }
    return handle;
  }

  private @Nullable Handle kept(TreePath folder) {
    if (folder.equals(TreePath.ROOT)) {
      return root;
    }
    return open.get(folder);
  }

  private int enter(Handle parent, TreePath folder, boolean make) throws IOException {
    byte[] name = nameOf(folder);
    int fd = SystemCalls.openFolder(parent.fd, name);
    if (fd == -Errno.ENOENT && make) {
      makeFolder(parent, folder, name);
      fd = SystemCalls.openFolder(parent.fd, name);
    }
    if (fd >= 0 || fd == -Errno.ENOENT) {
      return fd;
    }
    if (fd == -Errno.ENOTDIR || fd == -Errno.ELOOP) {
      boolean link = SystemCalls.linkText(parent.fd, name, new byte[1]) > 0;
      throw new BlockedPathException(folder, link ? "a symbolic link" : "a file");
    }
    throw Errno.failure(-fd, "opened", folder);
  }

  // The parent may be gone by now: then the folder is not made, and is still missing afterwards.
  private static void makeFolder(Handle parent, TreePath folder, byte[] name) throws IOException {
    int made = SystemCalls.makeFolder(parent.fd, name, 0700);
    if (made == -Errno.EEXIST || made == -Errno.ENOENT) {
      return;
    }
    if (made < 0) {
      throw Errno.failure(-made, "made", folder);
    }
    int fd = SystemCalls.open(parent.fd, name, SystemCalls.O_DIRECTORY | SystemCalls.O_NOFOLLOW, 0);
    if (fd < 0) {
      throw Errno.failure(-fd, "opened", folder);
    }
    int result = SystemCalls.mode(fd, PARENT_MODE);
    SystemCalls.close(fd);
    if (result < 0) {
      throw Errno.failure(-result, "made", folder);
    }
  }

  private Handle keep(TreePath folder, Handle handle) {
    open.put(folder, handle);
    if (open.size() > KEPT_OPEN) {
      Iterator<Handle> oldest = open.values().iterator();
      Handle victim = oldest.next();
      oldest.remove();
      drop(victim);
    }
    return handle;
  }

  private static void drop(Handle handle) {
    handle.dropped = true;
    if (handle.leases == 0) {
      SystemCalls.close(handle.fd);
    }
  }

  private synchronized void release(Handle handle) {
    handle.leases--;
    if (handle.leases == 0 && handle.dropped) {
      SystemCalls.close(handle.fd);
    }
  }

  @Override
  public synchronized void close() {
    others.forEach(Folders::close);
    if (!root.dropped) {
      forget(TreePath.ROOT);
      drop(root);
    }
  }
}
