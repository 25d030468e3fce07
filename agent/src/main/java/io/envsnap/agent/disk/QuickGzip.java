package io.envsnap.agent.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** gzip for files of this machine alone: a third of the time, for a fifth more bytes. */
public final class QuickGzip extends GZIPOutputStream {
  private static final int BUFFER = 1 << 16;

  /** Packs into that stream, which {@link #finish} leaves open. */
  public QuickGzip(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }
}
