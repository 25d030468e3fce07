package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads again what was written, be it by somebody before: a disk may have lost some of it. FUSE
 * forgets a file's pages when it is opened, unless the program behind the mount wants it otherwise
 * (FOPEN_KEEP_CACHE, linux/fuse.h): so this comes from that program, though not yet from Drive.
 */
final class ReadBack {
  private static final int PIECE = 1 << 17;

  private ReadBack() {}

  /** Whether a file has the bytes that were to be written. */
  static boolean isSame(BlobSource source, Path file) throws IOException {
    try (InputStream wanted = source.open();
        InputStream there = Files.newInputStream(file)) {
      byte[] piece;
      do {
        piece = wanted.readNBytes(PIECE);
        if (!Arrays.equals(piece, there.readNBytes(PIECE))) {
          return false;
        }
      } while (piece.length == PIECE);
      return true;
    }
  }
}
