package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.store.BoundedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches packs whole and keeps the last few on disk: a request costs Drive a second whatever it
 * asks for, and a restore asks for a pack's frames one after the other. A pack larger than {@link
 * #WHOLE} is fetched in pieces.
 */
final class PackCache implements AutoCloseable {
  private static final long WHOLE = 128L << 20;
  private static final long PIECE = 64L << 20;
  private static final int KEPT = 3;

  private final DriveApi api;
  private final Attempts attempts;
  private final Path folder;
  private final Map<String, Path> pieces = new LinkedHashMap<>();
  private final Map<String, Object> fetching = new ConcurrentHashMap<>();

  PackCache(DriveApi api, Attempts attempts, Path folder) {
    this.api = api;
    this.attempts = attempts;
    this.folder = folder;
  }

  /** A part of a file; it ends early only with the file. */
  InputStream read(File file, long offset, long length) throws IOException, DriveFailure {
    long size = file.getSize();
    boolean one = size <= WHOLE;
    long number = one ? 0 : offset / PIECE;
    long from = one ? 0 : number * PIECE;
    long to = one ? size : Math.min(size, from + PIECE);
    InputStream first = open(file, number, from, to, offset - from, Math.min(length, to - offset));
    boolean more = offset + length > to && to < size;
    return more ? new SequenceInputStream(first, read(file, to, length - (to - offset))) : first;
  }

  private InputStream open(File file, long number, long from, long to, long skip, long length)
      throws IOException, DriveFailure {
    String name = file.getId() + "-" + number;
    synchronized (fetching.computeIfAbsent(name, key -> new Object())) {
      SeekableByteChannel channel;
      synchronized (pieces) {
        Path kept = pieces.remove(name);
        if (kept != null) {
          pieces.put(name, kept);
        }
        channel = kept == null ? null : Files.newByteChannel(kept);
      }
      if (channel == null) {
        Path fetched = attempts.run(() -> fetch(file, from, to));
        // Opened before it may be thrown out: an open file outlives its name.
        channel = Files.newByteChannel(fetched);
        keep(name, fetched);
      }
      channel.position(skip);
      return new BoundedStream(Channels.newInputStream(channel), length);
    }
  }

  private void keep(String name, Path fetched) throws IOException {
    synchronized (pieces) {
      pieces.put(name, fetched);
      while (pieces.size() > KEPT) {
        String oldest = pieces.keySet().iterator().next();
        Files.deleteIfExists(pieces.remove(oldest));
      }
    }
  }

  private Path fetch(File file, long from, long to) throws IOException, DriveFailure {
    WholeFile.makePrivateFolder(folder);
    Path path = folder.resolve("drive-" + UUID.randomUUID());
    boolean whole = from == 0 && to == file.getSize();
    boolean good = false;
    MessageDigest md5 = Sums.digest("MD5");
    try (InputStream in = api.download(file.getId(), from, to - from, whole);
        OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      long left = to - from;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw DriveFailure.damaged("a download ended early");
        }
        md5.update(buffer, 0, n);
        out.write(buffer, 0, n);
        left -= n;
      }
      if (whole && !HexFormat.of().formatHex(md5.digest()).equals(file.getMd5Checksum())) {
        throw DriveFailure.damaged("a download differs from what is stored");
      }
      good = true;
      return path;
    } finally {
      if (!good) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** A small file, whole. */
  byte[] document(File file) throws DriveFailure {
    return attempts.run(
        () -> {
          try (InputStream in = api.download(file.getId(), 0, file.getSize(), true)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(file.getSize()));
            MessageDigest md5 = Sums.digest("MD5");
            md5.update(bytes);
            if (!HexFormat.of().formatHex(md5.digest()).equals(file.getMd5Checksum())) {
              throw DriveFailure.damaged("a download differs from what is stored");
            }
            return bytes;
          }
        });
  }

  @Override
  public void close() {
    synchronized (pieces) {
      pieces.values().forEach(PackCache::forget);
      pieces.clear();
    }
  }

  private static void forget(Path piece) {
    try {
      Files.deleteIfExists(piece);
    } catch (IOException e) {
      // The next run clears the spool.
      return;
    }
  }
}
