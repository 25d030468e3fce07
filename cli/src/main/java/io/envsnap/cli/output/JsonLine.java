package io.envsnap.cli.output;

import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of {@code --json}: an object whose {@code type} says what it is. */
final class JsonLine {
  private final SortedMap<String, JsonValue> fields = new TreeMap<>();

  private JsonLine(String type) {
    put("type", type);
  }

  /**
   * A line of type {@code status}, {@code change}, {@code warning}, {@code error} or {@code
   * summary}.
   */
  static JsonLine of(String type) {
    return new JsonLine(type);
  }

  JsonLine put(String name, String value) {
    fields.put(name, JsonValue.of(value));
    return this;
  }

  JsonLine put(String name, long value) {
    fields.put(name, JsonValue.of(value));
    return this;
  }

  JsonLine put(String name, boolean value) {
    fields.put(name, JsonValue.of(value));
    return this;
  }

  JsonLine put(String name, List<String> values) {
    fields.put(name, JsonValue.of(values.stream().map(JsonValue::of).toList()));
    return this;
  }

  String text() {
    return new String(JsonText.write(JsonValue.of(fields)), StandardCharsets.UTF_8).strip();
  }
}
