package io.envsnap.spec.codec;

import io.envsnap.spec.codec.YamlNode.Field;
import io.envsnap.spec.codec.YamlNode.Mapping;
import io.envsnap.spec.codec.YamlNode.Scalar;
import io.envsnap.spec.codec.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of a mapping, by type; each error stands at the field that is wrong. */
final class YamlFields {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  private final YamlInput input;
  private final Mapping mapping;

  private YamlFields(YamlInput input, Mapping mapping) {
    this.input = input;
    this.mapping = mapping;
  }

  /** The node as a mapping; {@code what} is its subject in the error that it is none. */
  static YamlFields of(YamlInput input, YamlNode node, String what) throws FormatException {
    if (node instanceof Mapping mapping) {
      return new YamlFields(input, mapping);
    }
    throw input.at(node, what + " must be a mapping of keys to values");
  }

  /** Refuses every key but these. */
  YamlFields onlyThese(Set<String> names) throws FormatException {
    for (Field field : mapping.fields().values()) {
      if (!names.contains(field.key().text())) {
        throw input.at(field.key(), "the key " + Quoted.of(field.key().text()) + " is not known");
      }
    }
    return this;
  }

  Iterable<Field> all() {
    return mapping.fields().values();
  }

  Optional<YamlNode> find(String name) {
    return Optional.ofNullable(mapping.fields().get(name)).map(Field::value);
  }

  YamlNode require(String name) throws FormatException {
    Field field = mapping.fields().get(name);
    if (field == null) {
      throw input.at(mapping, "`" + name + "` is missing");
    }
    return field.value();
  }

  /** The text of that key, or the empty text. */
  String text(String name) throws FormatException {
    Field field = mapping.fields().get(name);
    return field == null ? "" : textOf(name, field.value()).text();
  }

  String requireText(String name) throws FormatException {
    return textOf(name, require(name)).text();
  }

  Scalar textOf(String name, YamlNode node) throws FormatException {
    if (node instanceof Scalar scalar) {
      return scalar;
    }
    throw input.at(node, Quoted.of(name) + " must be a text");
  }

  long number(String name, YamlNode node) throws FormatException {
    if (node instanceof Scalar scalar && WHOLE.matcher(scalar.text()).matches()) {
      return Long.parseLong(scalar.text());
    }
    throw input.at(node, Quoted.of(name) + " must be a whole number");
  }

  /** A number from 0. */
  long count(String name, YamlNode node) throws FormatException {
    long number = number(name, node);
    if (number < 0) {
      throw input.at(node, Quoted.of(name) + " must not be negative");
    }
    return number;
  }

  boolean flag(String name) throws FormatException {
    Field field = mapping.fields().get(name);
    if (field == null) {
      return false;
    }
    if (field.value() instanceof Scalar scalar && scalar.bare()) {
      if (scalar.text().equals("true")) {
        return true;
      } else if (scalar.text().equals("false")) {
        return false;
      }
    }
    throw input.at(field.value(), "`" + name + "` must be true or false");
  }

  /** The items of a list; none when the key is missing. */
  List<YamlNode> items(String name) throws FormatException {
    Field field = mapping.fields().get(name);
    return field == null ? List.of() : itemsOf(name, field.value());
  }

  List<YamlNode> itemsOf(String name, YamlNode node) throws FormatException {
    if (node instanceof Sequence sequence) {
      return sequence.items();
    }
    throw input.at(node, Quoted.of(name) + " must be a list");
  }

  /** The mappings of a list, each with no other than these keys. */
  List<YamlFields> records(String name, Set<String> names) throws FormatException {
    List<YamlFields> records = new ArrayList<>();
    for (YamlNode item : items(name)) {
      records.add(of(input, item, "each of `" + name + "`").onlyThese(names));
    }
    return records;
  }

  /** Refuses the value of that key when a rule found something. */
  void check(String name, Optional<String> problem) throws FormatException {
    if (problem.isPresent()) {
      Field field = mapping.fields().get(name);
      throw input.at(field == null ? mapping : field.value(), problem.get());
    }
  }
}
