package io.envsnap.agent.store.gdrive;

import com.google.api.client.http.AbstractInputStreamContent;
import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;

/** A source from an offset on, read again for each request: nothing is kept in memory. */
final class RestOfSource extends AbstractInputStreamContent {
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

  @Override
  public long getLength() {
    return source.size() - offset;
  }

  @Override
  public boolean retrySupported() {
    return true;
  }
}
