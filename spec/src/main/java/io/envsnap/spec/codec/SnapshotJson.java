package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The document of a snapshot; {@code docs/format.md} is the reference. At most 16 MiB. */
public final class SnapshotJson {
  private static final int LIMIT = 16 << 20;
  private static final int MOST_SEGMENTS = 65_536;
  private static final String NOUN = "snapshot";
  private static final Set<String> NAMES =
      Set.of("created", "tool", "machine", "parents", "segments", "packs", "contentBytes");

  private SnapshotJson() {}

  /**
   * Reads a snapshot.
   *
   * @param source what errors call the document
   */
  public static Snapshot read(byte[] bytes, String source) throws FormatException {
    JsonRecord document = JsonRecord.document(bytes, LIMIT, source, NOUN, Snapshot.VERSION, NAMES);
    List<SegmentRef> segments = new ArrayList<>();
    for (JsonRecord segment : document.records("segments", Set.of("id", "size", "nodes"))) {
      segments.add(
          new SegmentRef(
              segment.digest("id"),
              segment.number("size", 0, Long.MAX_VALUE),
              (int) segment.number("nodes", 0, SegmentJson.MOST_NODES)));
    }
    if (segments.size() > MOST_SEGMENTS) {
      throw document.broken("segments", "has more than " + MOST_SEGMENTS + " items");
    }
    List<PackRef> packs = new ArrayList<>();
    for (JsonRecord pack : document.records("packs", Set.of("id", "size"))) {
      packs.add(new PackRef(pack.digest("id"), pack.number("size", 0, Long.MAX_VALUE)));
    }
    return new Snapshot(
        document.instant("created"),
        document.text("tool"),
        document.text("machine"),
        document.digests("parents"),
        segments,
        packs,
        document.number("contentBytes", 0, Long.MAX_VALUE));
  }

  /** The document: equal snapshots give the same bytes. */
  public static byte[] write(Snapshot snapshot) {
    return JsonOutput.write(
        out -> {
          out.writeStartObject();
          out.writeStringField("format", "envsnap " + NOUN);
          out.writeNumberField("version", Snapshot.VERSION);
          out.writeStringField("created", snapshot.created().toString());
          out.writeStringField("tool", snapshot.tool());
          out.writeStringField("machine", snapshot.machine());
          writeDigests(out, "parents", snapshot.parents());
          out.writeArrayFieldStart("segments");
          for (SegmentRef segment : snapshot.segments()) {
            out.writeStartObject();
            out.writeStringField("id", segment.id().hex());
            out.writeNumberField("size", segment.size());
            out.writeNumberField("nodes", segment.nodes());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeArrayFieldStart("packs");
          for (PackRef pack : snapshot.packs()) {
            out.writeStartObject();
            out.writeStringField("id", pack.id().hex());
            out.writeNumberField("size", pack.size());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeNumberField("contentBytes", snapshot.contentBytes());
          out.writeEndObject();
        });
  }

  static void writeDigests(JsonGenerator out, String name, List<Digest> digests)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Digest digest : digests) {
      out.writeString(digest.hex());
    }
    out.writeEndArray();
  }
}
