package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreeNode;
import java.nio.ByteBuffer;
import java.util.Map;

/** Keeps small blobs in memory. */
final class MemoryReceiver implements BlobReceiver {
  private final Map<Digest, byte[]> blobs;

  MemoryReceiver(Map<Digest, byte[]> blobs) {
    this.blobs = blobs;
  }

  @Override
  public Sink begin(TreeNode.RegularFile file) {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    return new Sink() {
      @Override
      public void write(ByteBuffer piece) {
        bytes.put(piece);
      }

      @Override
      public void finish() {
        synchronized (blobs) {
          blobs.put(file.digest(), bytes.array());
        }
      }

      @Override
      public void abort() {}
    };
  }
}
