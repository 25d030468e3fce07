package io.envsnap.agent.tree;

import java.nio.ByteBuffer;

/**
 * Memory of this thread that system calls read into and write from. Direct buffers are given back
 * only when Java collects its garbage, so nobody makes one for each file.
 */
final class Scratch {
  /** Bytes of it. */
  static final int SIZE = 1 << 17;

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SIZE));

  private Scratch() {}

  /** The buffer of this thread, empty; good until the same thread asks again. */
  static ByteBuffer buffer() {
    return BUFFER.get().clear();
  }
}
