package io.envsnap.agent.store;

import io.envsnap.spec.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes that can be sent again from the start, with a length that is known beforehand. */
public interface BlobSource {
  /** Length in bytes. */
  long size();

  /** A new stream from the first byte. */
  InputStream open() throws IOException;

  /** Writes all of it into a file, by the kernel alone where the bytes lie in one already. */
  default void copyTo(FileChannel out) throws IOException {
    try (InputStream in = open()) {
      in.transferTo(Channels.newOutputStream(out));
    }
  }

  /** SHA-256 of the bytes, where it is known without reading them. */
  default Optional<Digest> digest() {
    return Optional.empty();
  }

  /** The file that holds these bytes and nothing else, if whoever puts them may rename it. */
  default Optional<Path> renamable() {
    return Optional.empty();
  }

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
