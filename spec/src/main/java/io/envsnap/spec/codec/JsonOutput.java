package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON as envsnap writes it: one line without white space, ASCII. Only so do lone surrogates, which
 * stand for undecodable bytes of file names, pass through every reader.
 */
final class JsonOutput {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonOutput() {}

  /** What is written into the line. */
  @FunctionalInterface
  interface Body {
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** The bytes of that line, with its line feed. */
  static byte[] write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      body.writeTo(out);
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }
}
