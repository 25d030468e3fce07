package io.envsnap.spec.codec;

import io.envsnap.spec.digest.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a document in the store, read strictly: every field that is asked for is there and
 * of its type, and there are no others.
 */
final class JsonRecord {
  static final String DAMAGED = "`envsnap verify --store` lists all objects that are damaged";

  private final String source;
  private final String place;
  private final JsonValue.Fields fields;

  private JsonRecord(String source, String place, JsonValue.Fields fields) {
    this.source = source;
    this.place = place;
    this.fields = fields;
  }

  /**
   * Reads a document of which {@code noun} is what {@code format} says after {@code envsnap}.
   *
   * @param names the fields besides {@code format} and {@code version}
   */
  static JsonRecord document(
      byte[] bytes, int limit, String source, String noun, int newest, Set<String> names)
      throws FormatException {
    JsonValue value = JsonText.parse(bytes, limit, source, DAMAGED);
    if (!(value instanceof JsonValue.Fields fields)) {
      throw notOurs(source, noun);
    }
    JsonRecord document = new JsonRecord(source, "", fields);
    requireFormat(fields.values().get("format"), source, noun);
    requireVersion(document.number("version", 1, Long.MAX_VALUE), source, newest);
    for (String name : fields.values().keySet()) {
      if (!names.contains(name) && !name.equals("format") && !name.equals("version")) {
        throw document.broken(name, "is not known");
      }
    }
    return document;
  }

  private static void requireFormat(@Nullable JsonValue format, String source, String noun)
      throws FormatException {
    if (!(format instanceof JsonValue.Text text && text.value().equals("envsnap " + noun))) {
      throw notOurs(source, noun);
    }
  }

  static FormatException notOurs(String source, String noun) {
    return FormatException.foreign(
        source, noun, "it does not say `envsnap " + noun + "`", "Name another store or object");
  }

  static void requireVersion(long version, String source, int newest) throws FormatException {
    if (version > newest) {
      throw FormatException.newer(source, Long.toString(version), newest);
    }
  }

  String text(String name) throws FormatException {
    if (field(name) instanceof JsonValue.Text text) {
      return text.value();
    }
    throw broken(name, "is no text");
  }

  long number(String name, long least, long most) throws FormatException {
    if (field(name) instanceof JsonValue.Numeric number) {
      try {
        long value = number.value().longValueExact();
        if (value >= least && value <= most) {
          return value;
        }
      } catch (ArithmeticException e) {
        throw broken(name, "is not a whole number or too large");
      }
      throw broken(name, "is out of range");
    }
    throw broken(name, "is no number");
  }

  Digest digest(String name) throws FormatException {
    return digest(name, text(name));
  }

  List<Digest> digests(String name) throws FormatException {
    List<Digest> digests = new ArrayList<>();
    for (JsonValue item : items(name)) {
      if (!(item instanceof JsonValue.Text text)) {
        throw broken(name, "holds something else than digests");
      }
      digests.add(digest(name, text.value()));
    }
    return digests;
  }

  Instant instant(String name) throws FormatException {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw broken(name, "is no time");
    }
  }

  /** The objects of a list, each with exactly these fields. */
  List<JsonRecord> records(String name, Set<String> names) throws FormatException {
    List<JsonRecord> records = new ArrayList<>();
    for (JsonValue item : items(name)) {
      String where = place + name + "[" + records.size() + "].";
      if (!(item instanceof JsonValue.Fields inner) || !inner.values().keySet().equals(names)) {
        throw FormatException.broken(
            source, Quoted.of(where + "*") + " must be " + String.join(", ", names), DAMAGED);
      }
      records.add(new JsonRecord(source, where, inner));
    }
    return records;
  }

  FormatException broken(String name, String what) {
    return FormatException.broken(source, Quoted.of(place + name) + " " + what, DAMAGED);
  }

  private Digest digest(String name, String hex) throws FormatException {
    try {
      return new Digest(hex);
    } catch (IllegalArgumentException e) {
      throw broken(name, "is no SHA-256");
    }
  }

  private List<JsonValue> items(String name) throws FormatException {
    if (field(name) instanceof JsonValue.Items items) {
      return items.values();
    }
    throw broken(name, "is no list");
  }

  private JsonValue field(String name) throws FormatException {
    JsonValue value = fields.values().get(name);
    if (value == null) {
      throw broken(name, "is missing");
    }
    return value;
  }
}
