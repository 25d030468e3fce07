package io.envsnap.agent.process;

import io.envsnap.agent.process.CommandStreamer.RecordReceiver;
import io.envsnap.agent.process.RunningProgram.Sink;
import java.util.Arrays;

/** Cuts a program's output at a separator. */
final class RecordSplitter implements Sink {
  private final byte separator;
  private final RecordReceiver receiver;
  private final int limit;
  private byte[] pending = new byte[1 << 16];
  private int length;

  /** Hands records of at most {@code limit} bytes to the receiver. */
  RecordSplitter(byte separator, RecordReceiver receiver, int limit) {
    this.separator = separator;
    this.receiver = receiver;
    this.limit = limit;
  }

  @Override
  public void accept(byte[] chunk, int size) throws CommandException {
    int start = 0;
    for (int i = 0; i < size; i++) {
      if (chunk[i] == separator) {
        if (length == 0) {
          receiver.record(chunk, start, i);
        } else {
          keep(chunk, start, i);
          finish();
        }
        start = i + 1;
      }
    }
    keep(chunk, start, size);
  }

  private void keep(byte[] chunk, int from, int to) throws CommandException {
    int size = to - from;
    if (length + (long) size > limit) {
      throw new CommandException("wrote a record of more than " + limit + " bytes");
    }
    if (length + size > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pending.length * 2, length + size));
    }
    System.arraycopy(chunk, from, pending, length, size);
    length += size;
  }

  /** Hands on what came after the last separator. */
  void finish() {
    if (length > 0) {
      int end = length;
      length = 0;
      receiver.record(pending, 0, end);
    }
  }
}
