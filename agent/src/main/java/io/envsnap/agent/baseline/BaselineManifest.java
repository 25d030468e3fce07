package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code baseline.json} says.
 *
 * @param session when the session was at work
 * @param complete whether the session had done nothing when the baseline was taken
 * @param files whose bytes are kept, in the order of their numbers
 */
record BaselineManifest(SessionTime session, boolean complete, List<TreePath> files) {
  private static final int LIMIT = 1 << 20;
  private static final String START = "start";
  private static final String IMAGE_FROM = "imageFrom";
  private static final String IMAGE_TO = "imageTo";
  private static final String COMPLETE = "complete";
  private static final String FILES = "files";
  private static final String SECONDS = "Seconds";
  private static final String NANOS = "Nanos";

  /** Takes its own copy. */
  BaselineManifest {
    files = List.copyOf(files);
  }

  /** As bytes. */
  byte[] write() {
    SortedMap<String, JsonValue> fields = new TreeMap<>();
    put(fields, START, session.start());
    session
        .image()
        .ifPresent(
            span -> {
              put(fields, IMAGE_FROM, span.from());
              put(fields, IMAGE_TO, span.to());
            });
    fields.put(COMPLETE, JsonValue.of(complete));
    fields.put(
        FILES, JsonValue.of(files.stream().map(path -> JsonValue.of(path.value())).toList()));
    return JsonText.write(JsonValue.of(fields));
  }

  private static void put(SortedMap<String, JsonValue> fields, String name, Timestamp time) {
    fields.put(name + SECONDS, JsonValue.of(time.seconds()));
    fields.put(name + NANOS, JsonValue.of(time.nanos()));
  }

  /**
   * From bytes.
   *
   * @throws FormatException when they are no such document
   * @throws IllegalArgumentException when a path in it is none
   */
  static BaselineManifest read(byte[] bytes) throws FormatException {
    JsonValue.Fields fields = JsonText.parse(bytes, LIMIT).asFields();
    Optional<SessionTime.Span> image =
        fields.find(IMAGE_FROM + SECONDS).isPresent()
            ? Optional.of(new SessionTime.Span(time(fields, IMAGE_FROM), time(fields, IMAGE_TO)))
            : Optional.empty();
    // The first envsnap took a baseline only before the session had done anything.
    Optional<JsonValue> complete = fields.find(COMPLETE);
    List<TreePath> files = new ArrayList<>();
    for (JsonValue path : fields.require(FILES).asItems().values()) {
      files.add(TreePath.of(path.asText()));
    }
    return new BaselineManifest(
        new SessionTime(time(fields, START), image),
        complete.isEmpty() || complete.get().asFlag(),
        files);
  }

  private static Timestamp time(JsonValue.Fields fields, String name) throws FormatException {
    return new Timestamp(
        fields.require(name + SECONDS).asLong(), (int) fields.require(name + NANOS).asLong());
  }
}
