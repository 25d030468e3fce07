package io.envsnap.agent.store;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be sent again from the start, with a length that is known beforehand. */
public interface BlobSource {
  /** Length in bytes. */
  long size();

  /** A new stream from the first byte. */
  InputStream open() throws IOException;
}
