package io.envsnap.cli.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One thing that people do, as a shell script in parts: its first line says what it is, {@code #%%}
 * lines divide it. {@code base} is what the image came with, {@code next} what the next machine's
 * image has besides, {@code session} what was done, {@code session taken} what can only be known
 * where a baseline was taken, {@code recorded} what happens after the record, {@code state} what
 * must say the same on both machines, {@code after} the same but changes them.
 *
 * @param name of its file
 * @param sentence what it is about
 * @param parts scripts by the word of their dividing line
 */
record SessionCase(String name, String sentence, Map<String, String> parts) {
  private static final String DIVIDER = "#%% ";

  /** The script of a part; empty when the case has none. */
  String part(String word) {
    return parts.getOrDefault(word, "");
  }

  /** All cases of a folder of the test resources, by name. */
  static List<SessionCase> in(String folder) {
    URL url = Objects.requireNonNull(SessionCase.class.getResource("/sessions/" + folder), folder);
    try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
      return files
          .filter(file -> file.toString().endsWith(".sh"))
          .sorted()
          .map(SessionCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SessionCase read(Path file) {
    try {
      Map<String, String> parts = new HashMap<>();
      String word = "";
      List<String> lines = Files.readAllLines(file);
      for (String line : lines) {
        if (line.startsWith(DIVIDER)) {
          word = line.substring(DIVIDER.length()).strip();
        } else {
          parts.merge(word, line + "\n", String::concat);
        }
      }
      String name = String.valueOf(file.getFileName()).replaceFirst("\\.sh$", "");
      return new SessionCase(name, lines.get(0).replaceFirst("^# *", ""), parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
