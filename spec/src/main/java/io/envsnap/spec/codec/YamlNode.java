package io.envsnap.spec.codec;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that knows where it stands; lines and columns count from 1. */
sealed interface YamlNode {
  int line();

  int column();

  /**
   * A text, exactly as it stands.
   *
   * @param bare whether it stands without quotes
   */
  record Scalar(String text, boolean bare, int line, int column) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {}

  /** Keys and values, in the order of the document. */
  record Mapping(Map<String, Field> fields, int line, int column) implements YamlNode {}

  /** A key, with its place, and its value. */
  record Field(Scalar key, YamlNode value) {}
}
