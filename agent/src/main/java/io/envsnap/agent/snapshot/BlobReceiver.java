package io.envsnap.agent.snapshot;

import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the verified bytes of files. Several workers call it at once, each with files of its own;
 * the bytes of one file come in order and from one worker.
 */
public interface BlobReceiver {
  /** One of its own for a worker, who then waits for no other. */
  default BlobReceiver another() throws IOException {
    return this;
  }

  /** A file begins. */
  Sink begin(TreeNode.RegularFile file) throws IOException;

  /** Takes the bytes of one file. */
  interface Sink {
    /** The next bytes, already verified against their frame's digest; consumed wholly. */
    void write(ByteBuffer bytes) throws IOException;

    /** All bytes have come; the file may be put in its place. */
    void finish() throws IOException;

    /** The file will not be completed; whatever was written of it must go. */
    void abort();
  }
}
