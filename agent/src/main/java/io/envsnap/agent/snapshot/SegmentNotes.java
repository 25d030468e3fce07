package io.envsnap.agent.snapshot;

import io.envsnap.agent.disk.ChecksummedFile;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which runs of paths became which segments, as the last record of this machine noted: a run that
 * says the same need not be written, only to find that the store has it. It is no more than a
 * memory: a segment that the store does not have, or that is not wholly to be relied upon, is
 * written again whatever stands here.
 *
 * @param segments what names each, by the {@link RunDigest} of its paths
 */
public record SegmentNotes(Map<Digest, Digest> segments) {
  /** Nothing is known. */
  public static final SegmentNotes NONE = new SegmentNotes(Map.of());

  /** To be counted up with what {@link RunDigest} takes in, and with the format of segments. */
  private static final byte[] FORMAT = "envsnap-segments 1\n".getBytes(StandardCharsets.UTF_8);

  private static final int WORDS = 4;
  private static final int ROW = 2 * WORDS * Long.BYTES;

  /** Takes its own copy. */
  public SegmentNotes {
    segments = Map.copyOf(segments);
  }

  Optional<Digest> of(Digest run) {
    return Optional.ofNullable(segments.get(run));
  }

  /** Reads them; without any, or with damaged ones, nothing is known. */
  public static SegmentNotes read(Path file) {
    try {
      Optional<ByteBuffer> saved = ChecksummedFile.read(file, FORMAT);
      return saved.isPresent() && saved.get().remaining() % ROW == 0 ? of(saved.get()) : NONE;
    } catch (IOException e) {
      // They only spare work.
      return NONE;
    }
  }

  private static SegmentNotes of(ByteBuffer rows) {
    Map<Digest, Digest> segments = new HashMap<>();
    while (rows.hasRemaining()) {
      segments.put(next(rows), next(rows));
    }
    return new SegmentNotes(segments);
  }

  private static Digest next(ByteBuffer rows) {
    return Digest.ofWords(rows.getLong(), rows.getLong(), rows.getLong(), rows.getLong());
  }

  /** Writes them whole, 64 bytes a segment; what cannot be written is found out again. */
  public void write(Path file) {
    ChecksummedFile.write(
        file,
        FORMAT,
        segments.size() * ROW,
        bytes -> segments.forEach((run, segment) -> put(bytes, run, segment)));
  }

  private static void put(ByteBuffer bytes, Digest run, Digest segment) {
    long[] words = new long[2 * WORDS];
    run.putWords(words, 0);
    segment.putWords(words, WORDS);
    for (long word : words) {
      bytes.putLong(word);
    }
  }
}
