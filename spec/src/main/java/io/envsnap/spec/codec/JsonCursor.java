package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Optional;

/** Walks through a large document whose order is fixed; whatever is not as expected is refused. */
final class JsonCursor {
  private final JsonInput input;
  private final JsonParser parser;

  JsonCursor(JsonInput input, JsonParser parser) {
    this.input = input;
    this.parser = parser;
  }

  /** Moves to the next token, which must be this one. */
  void expect(JsonToken token, String what) throws IOException, FormatException {
    if (parser.nextToken() != token) {
      throw broken("expected " + what);
    }
  }

  /** Moves to the field that must come next. */
  void name(String name) throws IOException, FormatException {
    if (parser.nextToken() != JsonToken.FIELD_NAME || !parser.currentName().equals(name)) {
      throw broken("expected the key `" + name + "`");
    }
  }

  void startItems() throws IOException, FormatException {
    expect(JsonToken.START_ARRAY, "a list");
  }

  /** Moves into the next list of a list of lists; false at the end of the outer one. */
  boolean nextItems() throws IOException, FormatException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return false;
    }
    if (token != JsonToken.START_ARRAY) {
      throw broken("expected a list");
    }
    return true;
  }

  void endItems() throws IOException, FormatException {
    expect(JsonToken.END_ARRAY, "the end of a list");
  }

  /** Moves on; false when that was the end of the list. */
  boolean nextInItems() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Moves to the next name of the object; false at its end. */
  boolean nextName() throws IOException {
    return parser.nextToken() == JsonToken.FIELD_NAME;
  }

  boolean at(JsonToken token) {
    return parser.currentToken() == token;
  }

  String text() throws IOException, FormatException {
    expect(JsonToken.VALUE_STRING, "a text");
    return parser.getText();
  }

  String currentText() throws IOException {
    return parser.getText();
  }

  long number(long least, long most) throws IOException, FormatException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    // Reading a number that does not fit throws Jackson's own exception, which names the place.
    long value = parser.getLongValue();
    if (value < least || value > most) {
      throw broken("the number is out of range");
    }
    return value;
  }

  /** The whole number that the cursor is at. */
  long currentNumber() throws IOException {
    return parser.getLongValue();
  }

  int index(int size) throws IOException, FormatException {
    return (int) number(0, size - 1L);
  }

  Digest digest() throws IOException, FormatException {
    expect(JsonToken.VALUE_STRING, "a digest");
    return currentDigest();
  }

  Digest currentDigest() throws IOException, FormatException {
    try {
      return new Digest(parser.getText());
    } catch (IllegalArgumentException e) {
      throw broken("expected a digest");
    }
  }

  TreePath path() throws IOException, FormatException {
    String text = text();
    Optional<String> problem = NameRules.problemOfPath(text);
    if (problem.isPresent()) {
      throw broken(problem.get());
    }
    try {
      return TreePath.of(text);
    } catch (IllegalArgumentException e) {
      throw broken("the path " + Quoted.of(text) + " is not absolute and normal");
    }
  }

  FormatException broken(String what) {
    return input.at(parser.currentTokenLocation(), what);
  }
}
