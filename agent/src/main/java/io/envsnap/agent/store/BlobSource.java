package io.envsnap.agent.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be sent again from the start, with a length that is known beforehand. */
public interface BlobSource {
  /** Length in bytes. */
  long size();

  /** A new stream from the first byte. */
  InputStream open() throws IOException;

  /** These bytes, which nobody changes meanwhile. */
  static BlobSource of(byte[] bytes) {
    return new BlobSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
