package io.envsnap.agent.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one file, piece by piece. */
interface ContentSource {
  /** The next piece, good until the next call; empty at the end. */
  ByteBuffer next() throws IOException;

  /** Bytes that lie in memory, as one piece. */
  static ContentSource of(ByteBuffer bytes) {
    ByteBuffer left = bytes.duplicate();
    return () -> {
      ByteBuffer all = left.duplicate();
      left.position(left.limit());
      return all;
    };
  }
}
