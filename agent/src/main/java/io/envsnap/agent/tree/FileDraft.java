package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is being written beside its place under a name of our own. Nobody sees it there until
 * {@link #commit} renames it; whoever has the old file open keeps the old bytes. For one thread.
 */
public final class FileDraft implements AutoCloseable {
  private final TreePath path;
  private final Metadata metadata;
  private final long size;
  private final MetadataPolicy policy;
  private final Folders.Lease folder;
  private final DigestCache digests;
  private final Digest digest;
  private final byte[] temporary;
  private final int fd;
  private long written;
  private boolean done;

  FileDraft(
      TreeNode.RegularFile file, MetadataPolicy policy, Folders.Lease folder, DigestCache digests)
      throws IOException {
    this.path = file.path();
    this.metadata = file.metadata();
    this.size = file.size();
    this.policy = policy;
    this.folder = folder;
    this.digests = digests;
    this.digest = file.digest();
    this.temporary = TemporaryName.of(path);
    this.fd = TemporaryName.create(folder.fd(), temporary, path);
  }

  /**
   * Adds bytes; takes all of them.
   *
   * @throws io.envsnap.agent.disk.DiskFullException when they do not fit; the draft is gone
   */
  public void write(ByteBuffer bytes) throws IOException {
    refuseWhenDone();
    written += bytes.remaining();
    if (written > size) {
      abort();
      throw new IOException("`" + path + "` got more than its recorded " + size + " bytes");
    }
    int result = bytes.isDirect() ? SystemCalls.writeAll(fd, bytes) : writeCopied(bytes);
    if (result < 0) {
      abort();
      throw Errno.failure(-result, "written", path);
    }
  }

  private int writeCopied(ByteBuffer bytes) {
    ByteBuffer scratch = Scratch.buffer();
    int result = 0;
    while (result == 0 && bytes.hasRemaining()) {
      scratch.clear();
      int count = Math.min(scratch.remaining(), bytes.remaining());
      scratch.put(bytes.slice().limit(count)).flip();
      bytes.position(bytes.position() + count);
      result = SystemCalls.writeAll(fd, scratch);
    }
    return result;
  }

  /**
   * Gives it owner, mode, capabilities and time, and puts it in its place.
   *
   * @throws IOException also when fewer bytes came than were recorded; the draft is gone and the
   *     place is as it was
   * @throws InTheWayException when a folder stands there
   */
  public void commit() throws IOException {
    commit(false);
  }

  /** The same, and on disk when it returns. */
  void commitSynced() throws IOException {
    commit(true);
  }

  private void commit(boolean synced) throws IOException {
    refuseWhenDone();
    try {
      if (written != size) {
        throw new IOException(
            "`" + path + "` got " + written + " of its recorded " + size + " bytes");
      }
      OpenNode.dress(fd, path, metadata, policy);
      if (synced) {
        check(SystemCalls.sync(fd), "written");
      }
      TemporaryName.settle(folder.fd(), temporary, path);
      done = true;
      if (synced) {
        folder.sync(path);
      }
      remember();
    } finally {
      if (done) {
        release();
      } else {
        abort();
      }
    }
  }

  /** A rename changes the inode's time, so it is looked at afterwards. */
  private void remember() {
    Stat stat = new Stat();
    if (metadata.xattrs().isEmpty() && SystemCalls.status(fd, SystemCalls.ITSELF, stat) >= 0) {
      digests.written(stat, digest);
    }
  }

  private void refuseWhenDone() throws IOException {
    if (done) {
      throw new IOException("`" + path + "` was given up or put in its place already");
    }
  }

  private void check(int result, String deed) throws IOException {
    if (result < 0) {
      throw Errno.failure(-result, deed, path);
    }
  }

  /** Gives it up and removes what was written. Does nothing after a commit or an abort. */
  public void abort() {
    if (!done) {
      done = true;
      SystemCalls.unlink(folder.fd(), temporary);
      release();
    }
  }

  private void release() {
    SystemCalls.close(fd);
    folder.close();
  }

  /** The same as {@link #abort}. */
  @Override
  public void close() {
    abort();
  }
}
