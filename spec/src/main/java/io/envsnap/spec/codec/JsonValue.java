package io.envsnap.spec.codec;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Any JSON value, for small documents whose shape their own room knows. The {@code as} methods
 * throw {@link FormatException} when the value is of another kind.
 */
public sealed interface JsonValue {
  /** What a person calls this kind of value. */
  String noun();

  /** A string. */
  record Text(String value) implements JsonValue {
    @Override
    public String noun() {
      return "a text";
    }
  }

  /** A number, exact. */
  record Numeric(BigDecimal value) implements JsonValue {
    @Override
    public String noun() {
      return "a number";
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements JsonValue {
    @Override
    public String noun() {
      return "true or false";
    }
  }

  /** {@code null}. */
  record Nothing() implements JsonValue {
    @Override
    public String noun() {
      return "null";
    }
  }

  /** An array. */
  record Items(List<JsonValue> values) implements JsonValue {
    /** Takes its own copy. */
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String noun() {
      return "a list";
    }
  }

  /** An object; its fields are written in the order of their names. */
  record Fields(SortedMap<String, JsonValue> values) implements JsonValue {
    /** Takes its own copy. */
    public Fields {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @Override
    public String noun() {
      return "an object";
    }

    /** The field of that name; empty where it is missing or {@code null}. */
    public Optional<JsonValue> find(String name) {
      return Optional.ofNullable(values.get(name)).filter(value -> !(value instanceof Nothing));
    }

    /**
     * The field of that name.
     *
     * @throws FormatException when it is missing
     */
    public JsonValue require(String name) throws FormatException {
      JsonValue value = values.get(name);
      if (value == null) {
        throw JsonText.broken("it has no " + Quoted.of(name));
      }
      return value;
    }
  }

  /** The string of a {@link Text}. */
  default String asText() throws FormatException {
    if (this instanceof Text text) {
      return text.value();
    }
    throw JsonText.unlike("a text", this);
  }

  /** The whole number of a {@link Numeric}. */
  default long asLong() throws FormatException {
    if (this instanceof Numeric number) {
      try {
        return number.value().longValueExact();
      } catch (ArithmeticException e) {
        throw JsonText.broken("a number in it is not whole or too large");
      }
    }
    throw JsonText.unlike("a number", this);
  }

  /** The truth of a {@link Flag}. */
  default boolean asFlag() throws FormatException {
    if (this instanceof Flag flag) {
      return flag.value();
    }
    throw JsonText.unlike("true or false", this);
  }

  /** This value as a list. */
  default Items asItems() throws FormatException {
    if (this instanceof Items items) {
      return items;
    }
    throw JsonText.unlike("a list", this);
  }

  /** This value as an object. */
  default Fields asFields() throws FormatException {
    if (this instanceof Fields fields) {
      return fields;
    }
    throw JsonText.unlike("an object", this);
  }

  /** A string. */
  static JsonValue of(String value) {
    return new Text(value);
  }

  /** A whole number. */
  static JsonValue of(long value) {
    return new Numeric(BigDecimal.valueOf(value));
  }

  /** Any number. */
  static JsonValue of(BigDecimal value) {
    return new Numeric(value);
  }

  /** {@code true} or {@code false}. */
  static JsonValue of(boolean value) {
    return new Flag(value);
  }

  /** An array. */
  static JsonValue of(List<JsonValue> values) {
    return new Items(values);
  }

  /** An object. */
  static JsonValue of(SortedMap<String, JsonValue> values) {
    return new Fields(values);
  }
}
