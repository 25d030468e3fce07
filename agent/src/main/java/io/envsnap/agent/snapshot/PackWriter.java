package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private final TarHeaders headers = new TarHeaders();
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
  Place add(TreePath path, Metadata metadata, long size, ContentSource source) throws IOException {
    stream.begin(size);
    stream.write(headers.of(path, metadata, size));
    Place place = new Place(stream.piece(), stream.offset());
    Optional<IOException> failure = copy(source, size);
    stream.zeros((int) -size & (TarHeaders.RECORD - 1));
    if (failure.isPresent()) {
      throw failure.get();
    }
    return place;
  }

  private Optional<IOException> copy(ContentSource source, long size) throws IOException {
    for (long left = size; left > 0; ) {
      ByteBuffer some;
      try {
        some = source.next();
      } catch (IOException e) {
        stream.zeros(left);
        return Optional.of(e);
      }
      if (!some.hasRemaining()) {
        stream.zeros(left);
        return Optional.empty();
      }
      some.limit(some.position() + (int) Math.min(some.remaining(), left));
      left -= some.remaining();
      stream.write(some);
    }
    return Optional.empty();
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
    stream.zeros(TarHeaders.END);
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
