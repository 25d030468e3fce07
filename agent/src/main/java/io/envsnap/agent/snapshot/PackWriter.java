package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes one pack into a spool file: a tar archive as a chain of independent zstd frames (RFC
 * 8878), so that {@code tar --zstd -xf} reads it from start to end, and envsnap any frame by
 * itself.
 */
final class PackWriter implements AutoCloseable {
  /** A new entry is refused once the pack has this many compressed bytes. */
  private final long enough;

  private final Path spool;
  private final FileChannel out;
  private final MessageDigest whole = Digest.sha256();
  private final List<Frame> frames = new ArrayList<>();
  private final FrameCompressor compressor;
  private final FrameStream stream;
  private final TarArchiveOutputStream tar;
  private final byte[] buffer = new byte[1 << 16];
  private long length;

  /**
   * A blob in the pack; the pack's own name is known when it is finished.
   *
   * @param frame number of the frame of the first byte
   * @param offset of the first byte within that frame
   */
  record Place(int frame, int offset) {
    BlobLocation in(Digest pack, long size) {
      return new BlobLocation(pack, frame, offset, size, false);
    }
  }

  /**
   * A finished pack.
   *
   * @param id its digest
   * @param size in bytes
   * @param frames all of its frames
   */
  record Finished(Digest id, long size, List<Frame> frames) {}

  /** The pack's own file failed, not what was to go into it. */
  static final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException reason;

    UnwritableException(IOException reason) {
      super(reason.getMessage(), reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  PackWriter(Path spool, long enough, FrameCompressor compressor) throws IOException {
    this.spool = spool;
    this.enough = enough;
    this.out = FileChannel.open(spool, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    this.compressor = compressor;
    compressor.begin(this::append);
    this.stream = new FrameStream(compressor::add, compressor.buffer());
    this.tar = new TarArchiveOutputStream(stream, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  boolean isFull() {
    return length >= enough;
  }

  boolean isEmpty() {
    return length == 0 && stream.piece() == 0 && stream.offset() == 0;
  }

  /**
   * Adds the bytes of a file.
   *
   * @param size exactly how many bytes the entry has; a source that ends early or fails is filled
   *     with zeros, so that the archive stays readable
   * @return where the bytes begin
   * @throws IOException what the source failed with, or that the pack cannot be written
   */
  Place add(TreePath path, Metadata metadata, long size, InputStream source) throws IOException {
    stream.begin(size);
    TarArchiveEntry entry = new TarArchiveEntry(readable(path.relative()));
    entry.setSize(size);
    entry.setMode(metadata.mode());
    entry.setIds(metadata.owner().uid(), metadata.owner().gid());
    entry.setNames(metadata.owner().user(), metadata.owner().group());
    entry.setLastModifiedTime(
        FileTime.from(Instant.ofEpochSecond(metadata.mtime().seconds(), metadata.mtime().nanos())));
    tar.putArchiveEntry(entry);
    Place place = new Place(stream.piece(), stream.offset());
    Optional<IOException> failure = copy(source, size);
    tar.closeArchiveEntry();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return place;
  }

  /** Names in PAX headers are UTF-8: bytes that are not stand as {@code \xNN}, and stay apart. */
  private static String readable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                text.append(String.format(Locale.ROOT, "\\x%02x", point & 0xFF));
              } else {
                text.appendCodePoint(point);
              }
            });
    return text.toString();
  }

  private Optional<IOException> copy(InputStream source, long size) throws IOException {
    Optional<IOException> failure = Optional.empty();
    long left = size;
    while (left > 0) {
      int most = (int) Math.min(buffer.length, left);
      int some = -1;
      try {
        some = failure.isEmpty() ? source.read(buffer, 0, most) : -1;
      } catch (IOException e) {
        failure = Optional.of(e);
      }
      if (some < 0) {
        some = most;
        Arrays.fill(buffer, 0, some, (byte) 0);
      }
      tar.write(buffer, 0, some);
      left -= some;
    }
    return failure;
  }

  private void append(FrameCompressor.Compressed frame) throws IOException {
    int size = frame.bytes().remaining();
    whole.update(frame.bytes().duplicate());
    ByteBuffer left = frame.bytes().duplicate();
    try {
      while (left.hasRemaining()) {
        out.write(left);
      }
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
    frames.add(new Frame(length, size, frame.rawLength(), frame.digest()));
    length += size;
  }

  /** Completes the file, which is from now on for whoever asks {@link #spool}. */
  Finished finish() throws IOException {
    stream.begin(FrameStream.LARGEST);
    tar.finish();
    stream.cut();
    compressor.drain();
    compressor.release(stream.buffer());
    try {
      out.close();
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
    return new Finished(Digest.ofHash(whole.digest()), length, List.copyOf(frames));
  }

  Path spool() {
    return spool;
  }

  /** Of a pack that is not finished. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(spool);
  }
}
