package io.envsnap.spec.codec;

import io.envsnap.spec.snapshot.Ref;
import java.util.Set;
import java.util.regex.Pattern;

/** The document of a ref; {@code docs/format.md} is the reference. At most 1 MiB. */
public final class RefJson {
  private static final int LIMIT = 1 << 20;

  /** Half of what fits, so that adding one to what was read never overflows. */
  private static final long MOST_COUNTER = 1L << 62;

  private static final String NOUN = "ref";
  private static final Set<String> NAMES =
      Set.of("name", "snapshot", "lockfile", "replaces", "counter", "created");

  /** It is a folder of the store too. */
  private static final Pattern LINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private RefJson() {}

  /**
   * Reads a ref.
   *
   * @param source what errors call the document
   */
  public static Ref read(byte[] bytes, String source) throws FormatException {
    JsonRecord document = JsonRecord.document(bytes, LIMIT, source, NOUN, Ref.VERSION, NAMES);
    String name = document.text("name");
    if (!LINE.matcher(name).matches()) {
      throw document.broken("name", "is no name");
    }
    return new Ref(
        name,
        document.digest("snapshot"),
        document.digest("lockfile"),
        document.digests("replaces"),
        document.number("counter", 0, MOST_COUNTER),
        document.instant("created"));
  }

  /** The document: equal refs give the same bytes. */
  public static byte[] write(Ref ref) {
    return JsonOutput.write(
        out -> {
          out.writeStartObject();
          out.writeStringField("format", "envsnap " + NOUN);
          out.writeNumberField("version", Ref.VERSION);
          out.writeStringField("name", ref.name());
          out.writeStringField("snapshot", ref.snapshot().hex());
          out.writeStringField("lockfile", ref.lockfile().hex());
          SnapshotJson.writeDigests(out, "replaces", ref.replaces());
          out.writeNumberField("counter", ref.counter());
          out.writeStringField("created", ref.created().toString());
          out.writeEndObject();
        });
  }
}
