package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file tree of a machine, for reading. The last component of a path is never followed when it
 * is a symbolic link. Tests open one over a temporary folder.
 */
public interface HostTree {
  /** Status of the path itself; empty when nothing is there. */
  Optional<FileStatus> status(TreePath path) throws IOException;

  /**
   * The digest of a regular file of that status, where it is known without reading it.
   *
   * @param status what {@link #status} said of it just now
   */
  default Optional<Digest> known(FileStatus status) {
    return Optional.empty();
  }

  /**
   * The digest of a regular file, which is read only where that is not known.
   *
   * @param status what {@link #status} said of it just now
   * @throws IOException also when there is no such file any more
   */
  default Digest digest(TreePath path, FileStatus status) throws IOException {
    Optional<Digest> known = known(status);
    if (known.isPresent()) {
      return known.get();
    }
    try (InputStream in = open(path)) {
      return Digest.of(in);
    }
  }

  /**
   * All bytes of a regular file; empty when there is none.
   *
   * @param limit greatest length in bytes
   * @throws IOException also when it is longer than the limit
   */
  Optional<byte[]> read(TreePath path, int limit) throws IOException;

  /**
   * The bytes of a regular file, whatever its length and its name.
   *
   * @throws IOException also when there is no such file
   */
  InputStream open(TreePath path) throws IOException;

  /** Names in a folder, sorted; none when there is no such folder. */
  List<String> list(TreePath folder) throws IOException;

  /**
   * The path with every symbolic link in its <em>parents</em> resolved, as the scan would name it:
   * {@code /bin/sh} is {@code /usr/bin/sh} on a merged-/usr system.
   */
  TreePath resolveParents(TreePath path) throws IOException;

  /**
   * The path that is reached when the last component is followed too, link after link: {@code
   * /usr/bin/python3} is {@code /usr/bin/python3.11}. A link that leads nowhere, or in a circle, is
   * followed as far as it goes.
   */
  default TreePath resolve(TreePath path) throws IOException {
    TreePath here = resolveParents(path);
    for (int hops = 0; hops < 40; hops++) {
      Optional<FileStatus> status = status(here);
      if (status.isEmpty() || status.get().kind() != NodeKind.SYMLINK) {
        break;
      }
      Optional<TreePath> next = here.parent().orElse(here).resolve(status.get().target());
      if (next.isEmpty()) {
        break;
      }
      here = resolveParents(next.get());
    }
    return here;
  }

  /** Where the path lies for programs, such as {@code git -C}. */
  Path onDisk(TreePath path);
}
