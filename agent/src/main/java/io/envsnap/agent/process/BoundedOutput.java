package io.envsnap.agent.process;

import io.envsnap.agent.process.RunningProgram.Sink;
import java.io.ByteArrayOutputStream;

/** Keeps a program's output up to a limit. */
final class BoundedOutput implements Sink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;

  /** Keeps at most {@code limit} bytes. */
  BoundedOutput(int limit) {
    this.limit = limit;
  }

  @Override
  public void accept(byte[] chunk, int length) throws CommandException {
    if (bytes.size() + (long) length > limit) {
      throw new CommandException("wrote more than " + limit + " bytes");
    }
    bytes.write(chunk, 0, length);
  }

  /** All that was kept. */
  byte[] bytes() {
    return bytes.toByteArray();
  }
}
