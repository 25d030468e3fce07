package io.envsnap.agent.tree;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is being written beside its place under a name of our own, or in its place where its
 * folder has such a name. Nobody sees it there until {@link #commit} renames it, or the folder is
 * renamed; whoever has the old file open keeps the old bytes. For one thread.
 */
public final class FileDraft implements AutoCloseable {
  private final TreePath path;
  private final Metadata metadata;
  private final long size;
  private final MetadataPolicy policy;
  private final Folders.Lease folder;
  private final DigestCache digests;
  private final Digest digest;
  private final byte[] name;
  private final boolean inPlace;
  private final WantedStatus wanted;
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
    this.wanted = policy.wanted(path, metadata);
    byte[] own = SystemCalls.name(path);
    int made =
        folder.isStaged()
            ? TemporaryName.tryToCreate(folder.fd(), own, wanted.firstMode())
            : -Errno.EEXIST;
    this.inPlace = made != -Errno.EEXIST;
    this.name = inPlace ? own : TemporaryName.of(path);
    this.fd = inPlace ? made : TemporaryName.create(folder.fd(), name, path, wanted.firstMode());
    check(fd, "written");
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
      dress();
      if (synced) {
        check(SystemCalls.sync(fd), "written");
      }
      if (!inPlace) {
        TemporaryName.settle(folder.fd(), name, path);
      }
      done = true;
      settled();
      if (synced) {
        folder.sync(path);
      }
    } finally {
      if (done) {
        release();
      } else {
        abort();
      }
    }
  }

  /** A new file mostly has its owner and mode from the beginning; {@link #settled} looks. */
  private void dress() throws IOException {
    if (wanted.isPlain()) {
      check(SystemCalls.modified(fd, metadata.mtime()), "given its time");
    } else {
      OpenNode.dress(fd, path, metadata, policy);
    }
  }

  /**
   * Sees to it that the file is what it shall be, whatever its folder or its file system gave it,
   * and remembers it. A rename changes the inode's time, so it is looked at afterwards.
   */
  private void settled() throws IOException {
    Stat stat = new Stat();
    check(SystemCalls.status(fd, SystemCalls.ITSELF, stat), "looked at");
    if (wanted.isPlain() && !wanted.is(stat)) {
      OpenNode.dress(fd, path, metadata, policy);
      check(SystemCalls.status(fd, SystemCalls.ITSELF, stat), "looked at");
    }
    if (metadata.xattrs().isEmpty()) {
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
      SystemCalls.unlink(folder.fd(), name);
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
