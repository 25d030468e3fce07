package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.AbstractInputStreamContent;
import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A source from an offset on, read again for each request: nothing is kept in memory. */
final class RestOfSource extends AbstractInputStreamContent {
  /** As much as the JDK's socket takes at once. */
  private static final int PIECE = 128 << 10;

  private final BlobSource source;
  private final long offset;

  RestOfSource(BlobSource source, long offset) {
    super(DriveApi.TYPE);
    this.source = source;
    this.offset = offset;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = source.open();
    in.skipNBytes(offset);
    return in;
  }

  /** The library's own loop copies 8 KiB at a time, each by a call of the system. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[PIECE];
    try (InputStream in = getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    }
    out.flush();
  }

  @Override
  public long getLength() {
    return source.size() - offset;
  }

  @Override
  public boolean retrySupported() {
    return true;
  }
}
