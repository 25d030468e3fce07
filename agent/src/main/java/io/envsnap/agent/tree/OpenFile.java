package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.SortedMap;

/** A regular file that is being read. For one thread. */
public final class OpenFile implements ReadableByteChannel {
  private final int fd;
  private final TreePath path;
  private final OwnerLookup owners;
  private final FileStatus atOpen;
  private boolean open = true;

  private OpenFile(int fd, TreePath path, OwnerLookup owners, FileStatus atOpen) {
    this.fd = fd;
    this.path = path;
    this.owners = owners;
    this.atOpen = atOpen;
  }

  static OpenFile of(int fd, TreePath path, OwnerLookup owners) throws IOException {
    FileStatus status;
    try {
      status = look(fd, path, owners);
      if (status.kind() != NodeKind.FILE) {
        throw new NoSuchFileException(path.value());
      }
    } catch (IOException | RuntimeException e) {
      SystemCalls.close(fd);
      throw e;
    }
    return new OpenFile(fd, path, owners, status);
  }

  private static FileStatus look(int fd, TreePath path, OwnerLookup owners) throws IOException {
    Stat stat = new Stat();
    int result = SystemCalls.status(fd, SystemCalls.ITSELF, stat);
    if (result < 0) {
      throw Errno.failure(-result, "looked at", path);
    }
    return stat.status(owners, "");
  }

  /** The status of this very file when it was opened: what its metadata is recorded from. */
  public FileStatus status() {
    return atOpen;
  }

  /**
   * Whether it is still the file that it was: the same inode, with the same size and times. To be
   * asked after the last byte, with the status that the scan gave or that {@link #status} gave.
   */
  public boolean unchangedSince(FileStatus before) throws IOException {
    FileStatus now = look(fd, path, owners);
    return now.inode() == before.inode()
        && now.size() == before.size()
        && now.mtime().equals(before.mtime())
        && now.ctime().equals(before.ctime());
  }

  /** Extended attributes worth keeping, as {@link Metadata} has them. */
  public SortedMap<String, String> xattrs() throws IOException {
    return Attributes.read(fd, path);
  }

  /** Reads; quick for direct buffers of 128 KiB and more. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    int count;
    if (target.isDirect()) {
      count = SystemCalls.read(fd, target);
    } else {
      ByteBuffer direct = Scratch.buffer();
      direct.limit(Math.min(direct.capacity(), target.remaining()));
      count = SystemCalls.read(fd, direct);
      target.put(direct.flip());
    }
    if (count < 0) {
      throw Errno.failure(-count, "read", path);
    }
    return count == 0 ? -1 : count;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      SystemCalls.close(fd);
    }
  }
}
