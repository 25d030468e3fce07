package io.envsnap.agent.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads {@code cases.tsv}. */
final class CaseFile {
  private CaseFile() {}

  static List<List<String>> rows() {
    try (InputStream in = CaseFile.class.getResourceAsStream("/compat/cases.tsv")) {
      if (in == null) {
        throw new IOException("cases.tsv is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> list(String field, String separator) {
    return field.equals("-") ? List.of() : List.of(field.split(separator, -1));
  }
}
