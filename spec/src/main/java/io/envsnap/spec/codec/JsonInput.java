package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * The bytes of an untrusted JSON document: strict UTF-8, limited in every direction, with errors
 * that name the source.
 *
 * @param bytes the document
 * @param limit the most bytes that are accepted
 * @param source what messages call it
 * @param hint what to do when it is broken
 */
record JsonInput(byte[] bytes, int limit, String source, String hint) {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_NAME = 4096;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // The alternative is an unchecked exception on input made for it; names are short and
          // few.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(LONGEST_NAME)
                  .build())
          .build();

  /** A parser before the first token. */
  JsonParser open() throws IOException, FormatException {
    if (bytes.length > limit) {
      throw broken("it is larger than " + limit + " bytes");
    }
    int wrong = Utf8.firstMistake(bytes);
    if (wrong >= 0) {
      throw broken("byte " + wrong + " is not UTF-8");
    }
    // Jackson would skip the mark, and take a NUL near the start for UTF-16 or UTF-32.
    if (Utf8.beginsWithMark(bytes)) {
      throw broken("it begins with a byte order mark");
    }
    for (int i = 0; i < Math.min(bytes.length, 4); i++) {
      if (bytes[i] == 0) {
        throw broken("it does not begin with JSON");
      }
    }
    return FACTORY.createParser(bytes);
  }

  /** Refuses whatever follows the document. */
  void requireEnd(JsonParser parser) throws IOException, FormatException {
    if (parser.nextToken() != null) {
      throw at(parser.currentTokenLocation(), "more text follows its end");
    }
  }

  /** What Jackson met, in our words. */
  FormatException unreadable(IOException e) {
    if (e instanceof JsonProcessingException known && known.getLocation() != null) {
      String said = known.getOriginalMessage();
      return at(known.getLocation(), "not valid JSON" + (said == null ? "" : ", " + clean(said)));
    }
    return broken("not valid JSON");
  }

  FormatException at(JsonLocation place, String what) {
    return FormatException.broken(
        source, Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), what, hint);
  }

  FormatException broken(String what) {
    return FormatException.broken(source, what, hint);
  }

  private static String clean(String said) {
    int end = said.indexOf('\n');
    String quoted = Quoted.of(end < 0 ? said : said.substring(0, end));
    return quoted.substring(1, quoted.length() - 1);
  }
}
