package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Small JSON documents, to and from bytes. */
public final class JsonText {
  private static final String SOURCE = "JSON";
  private static final int MOST_VALUES = 1_000_000;
  private static final String HINT = "Write it again with the program that made it";

  private final JsonInput document;
  private final JsonParser parser;
  private int values;

  private JsonText(JsonInput document, JsonParser parser) {
    this.document = document;
    this.parser = parser;
  }

  /**
   * Reads one JSON value: strict RFC 8259 in UTF-8, no name twice in an object, at most 64 levels.
   *
   * @param limit the most bytes that are accepted
   */
  public static JsonValue parse(byte[] bytes, int limit) throws FormatException {
    return parse(bytes, limit, SOURCE, HINT);
  }

  /** The same, with the name and the hint that its errors carry. */
  static JsonValue parse(byte[] bytes, int limit, String source, String hint)
      throws FormatException {
    JsonInput document = new JsonInput(bytes, limit, source, hint);
    try (JsonParser parser = document.open()) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw document.broken("it is empty");
      }
      JsonText reader = new JsonText(document, parser);
      JsonValue value = reader.value();
      document.requireEnd(parser);
      return value;
    } catch (IOException e) {
      throw document.unreadable(e);
    } catch (NumberFormatException e) {
      // Jackson lets this one through for exponents that BigDecimal cannot hold.
      throw document.broken("a number in it is too large");
    }
  }

  private JsonValue value() throws IOException, FormatException {
    values++;
    if (values > MOST_VALUES) {
      throw document.broken("it has more than " + MOST_VALUES + " values");
    }
    return switch (parser.currentToken()) {
      case VALUE_STRING -> JsonValue.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonValue.of(parser.getDecimalValue());
      case VALUE_TRUE -> JsonValue.of(true);
      case VALUE_FALSE -> JsonValue.of(false);
      case START_ARRAY -> items();
      case START_OBJECT -> fields();
      default -> new JsonValue.Nothing();
    };
  }

  private JsonValue items() throws IOException, FormatException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return JsonValue.of(items);
  }

  private JsonValue fields() throws IOException, FormatException {
    SortedMap<String, JsonValue> fields = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, value());
    }
    return JsonValue.of(fields);
  }

  /** One line of JSON in ASCII and its line feed: the same bytes for equal values. */
  public static byte[] write(JsonValue value) {
    return JsonOutput.write(out -> write(value, out));
  }

  private static void write(JsonValue value, JsonGenerator out) throws IOException {
    if (value instanceof JsonValue.Text text) {
      out.writeString(text.value());
    } else if (value instanceof JsonValue.Numeric number) {
      out.writeNumber(number.value());
    } else if (value instanceof JsonValue.Flag flag) {
      out.writeBoolean(flag.value());
    } else if (value instanceof JsonValue.Items items) {
      out.writeStartArray();
      for (JsonValue item : items.values()) {
        write(item, out);
      }
      out.writeEndArray();
    } else if (value instanceof JsonValue.Fields fields) {
      out.writeStartObject();
      for (Map.Entry<String, JsonValue> field : fields.values().entrySet()) {
        out.writeFieldName(field.getKey());
        write(field.getValue(), out);
      }
      out.writeEndObject();
    } else {
      out.writeNull();
    }
  }

  static FormatException broken(String what) {
    return FormatException.broken(SOURCE, what, HINT);
  }

  static FormatException unlike(String wanted, JsonValue found) {
    return broken("expected " + wanted + " but found " + found.noun());
  }
}
