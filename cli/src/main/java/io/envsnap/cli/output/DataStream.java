package io.envsnap.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Remembers why bytes got lost, which a {@link java.io.PrintStream} on top of it does not. */
final class DataStream extends OutputStream {
  private final OutputStream out;
  private String lost = "";

  DataStream(OutputStream out) {
    this.out = out;
  }

  /** Why bytes got lost; empty when none did, or when nobody reads them any more. */
  synchronized String lost() {
    return lost;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      // Whoever reads through `head` has what it wants.
      lost = said.contains("Broken pipe") ? "" : said;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
