package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonParser;
import io.envsnap.spec.snapshot.Segment;
import java.io.IOException;

/** The document of a segment, before compression; {@code docs/format.md} is the reference. */
public final class SegmentJson {
  /** The most bytes that a segment may have, uncompressed. */
  public static final int LIMIT = 64 << 20;

  /** The format that this build writes, and the newest that it reads. */
  public static final int VERSION = 1;

  /** The most nodes that a segment may have; envsnap cuts at an eighth of it. */
  public static final int MOST_NODES = 65_536;

  static final String NOUN = "segment";

  private SegmentJson() {}

  /**
   * Reads a segment.
   *
   * @param source what errors call the document
   */
  public static Segment read(byte[] bytes, String source) throws FormatException {
    return read(bytes, source, true);
  }

  /**
   * Reads where the blobs of a segment lie, in half of the time: a segment without nodes or parts.
   *
   * @param source what errors call the document
   */
  public static Segment readBlobs(byte[] bytes, String source) throws FormatException {
    return read(bytes, source, false);
  }

  private static Segment read(byte[] bytes, String source, boolean whole) throws FormatException {
    JsonInput input = new JsonInput(bytes, LIMIT, source, JsonRecord.DAMAGED);
    try (JsonParser parser = input.open()) {
      JsonCursor cursor = new JsonCursor(input, parser);
      Segment segment = new SegmentReader(cursor, source).read(whole);
      if (whole) {
        input.requireEnd(parser);
      }
      return segment;
    } catch (IOException e) {
      throw input.unreadable(e);
    }
  }

  /**
   * The document: equal segments give the same bytes.
   *
   * @throws IllegalArgumentException when its nodes are not sorted, or a blob lies in a pack whose
   *     frames are missing
   */
  public static byte[] write(Segment segment) {
    return JsonOutput.write(new SegmentWriter(segment)::writeTo);
  }
}
