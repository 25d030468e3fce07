package io.envsnap.agent.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Cuts what is written to it into pieces that become zstd frames. Whoever writes says where a piece
 * may begin; a piece that grows to {@link #LARGEST} is cut anywhere, so that memory is bounded.
 */
final class FrameStream {
  /** A piece is closed at the next beginning once it has this many bytes. */
  static final int ENOUGH = 1 << 20;

  /** No piece is larger. */
  static final int LARGEST = 2 << 20;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 12);

  /** Takes a finished piece. */
  interface Sink {
    /** Takes the filled part of the buffer, and gives an empty one for the next piece. */
    ByteBuffer accept(ByteBuffer piece) throws IOException;
  }

  private final Sink sink;
  private ByteBuffer piece;
  private int pieces;

  FrameStream(Sink sink, ByteBuffer first) {
    this.sink = sink;
    this.piece = first;
  }

  /** Says that something of that size begins: a good place for a cut. */
  void begin(long size) throws IOException {
    int length = piece.position();
    boolean full = length >= ENOUGH;
    boolean wouldSpan = length > 0 && length + size > LARGEST;
    if (full || wouldSpan) {
      cut();
    }
  }

  /** Number of the piece that the next byte goes into. */
  int piece() {
    return pieces;
  }

  /** Offset of the next byte within its piece. */
  int offset() {
    return piece.position();
  }

  /** Takes all that remains in the buffer. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int some = Math.min(bytes.remaining(), piece.remaining());
      piece.put(piece.position(), bytes, bytes.position(), some);
      bytes.position(bytes.position() + some);
      moved(some);
    }
  }

  /** Writes that many zeros. */
  void zeros(long count) throws IOException {
    for (long left = count; left > 0; ) {
      int some = (int) Math.min(left, Math.min(piece.remaining(), ZEROS.capacity()));
      piece.put(piece.position(), ZEROS, 0, some);
      left -= some;
      moved(some);
    }
  }

  private void moved(int count) throws IOException {
    piece.position(piece.position() + count);
    if (!piece.hasRemaining()) {
      cut();
    }
  }

  /** The buffer of the next piece, for whoever wants nothing more of this stream. */
  ByteBuffer buffer() {
    return piece;
  }

  /** Closes the piece, if it has any bytes. */
  void cut() throws IOException {
    if (piece.position() > 0) {
      piece = sink.accept(piece.flip());
      pieces++;
    }
  }
}
