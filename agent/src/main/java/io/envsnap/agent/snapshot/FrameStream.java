package io.envsnap.agent.snapshot;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cuts what is written to it into pieces that become zstd frames. Whoever writes says where a piece
 * may begin; a piece that grows to {@link #LARGEST} is cut anywhere, so that memory is bounded.
 */
final class FrameStream extends OutputStream {
  /** A piece is closed at the next beginning once it has this many bytes. */
  static final int ENOUGH = 1 << 20;

  /** No piece is larger. */
  static final int LARGEST = 2 << 20;

  /** Takes a finished piece. */
  interface Sink {
    /** Takes the array for itself, and gives another of that size for the next piece. */
    byte[] accept(byte[] bytes, int length) throws IOException;
  }

  private final Sink sink;
  private byte[] piece = new byte[LARGEST];
  private int length;
  private int pieces;

  FrameStream(Sink sink) {
    this.sink = sink;
  }

  /** Says that something of that size begins: a good place for a cut. */
  void begin(long size) throws IOException {
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
    return length;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int done = 0;
    while (done < count) {
      int some = Math.min(count - done, LARGEST - length);
      System.arraycopy(bytes, offset + done, piece, length, some);
      length += some;
      done += some;
      if (length == LARGEST) {
        cut();
      }
    }
  }

  /** Closes the piece, if it has any bytes. */
  void cut() throws IOException {
    if (length > 0) {
      piece = sink.accept(piece, length);
      length = 0;
      pieces++;
    }
  }
}
