package io.envsnap.agent.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table of facts that lies beside these classes: tabs between fields, {@code #} before notes. */
final class Table {
  private Table() {}

  static List<List<String>> rows(String file, int fields) {
    try (InputStream in = Table.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> row(file, line, fields))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> row(String file, String line, int fields) {
    List<String> row = List.of(line.split("\t", -1));
    if (row.size() != fields) {
      throw new IllegalStateException(file + ": not " + fields + " fields in: " + line);
    }
    return row;
  }
}
