package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Opens regular files for a record, never through a symbolic link. Paths are taken as the scan
 * names them. Thread-safe; good as long as its tree is open.
 */
public final class ContentReader {
  private final NodeAccess access;
  private final OwnerLookup owners;

  /** Reads through these folders. */
  ContentReader(NodeAccess access, OwnerLookup owners) {
    this.access = access;
    this.owners = owners;
  }

  /**
   * The same for one more thread, so that neither waits for the other's folders; good as long as
   * its tree is open.
   */
  public ContentReader another() throws IOException {
    return new ContentReader(access.another(), owners);
  }

  /**
   * Opens a file from its first byte.
   *
   * @throws NoSuchFileException when there is no regular file there any more
   */
  public OpenFile open(TreePath path) throws IOException {
    int fd = access.call(path, SystemCalls::openToRead);
    if (fd == -Errno.ENOENT || fd == -Errno.ELOOP) {
      throw new NoSuchFileException(path.value());
    }
    if (fd < 0) {
      throw Errno.failure(-fd, "read", path);
    }
    return OpenFile.of(fd, path, owners);
  }
}
