package io.envsnap.cli.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A public notebook's set-up as cells of shell commands, and what must hold after it.
 *
 * @param name number and word, as the file is named
 * @param cells what is run, in order, in one shell
 * @param check the script that must print {@code CHECK-OK}
 * @param secrets texts that must not be in any byte that envsnap writes
 * @param megabytes about how much it downloads and installs
 */
record Scenario(
    String name, List<String> cells, String check, List<String> secrets, int megabytes) {
  /** Where the project keeps them, seen from this module. */
  static final Path FOLDER = Path.of("../examples/scenarios").toAbsolutePath().normalize();

  private static final String CELL = "# %%";
  private static final String SECRET = "must-not-leak:";
  private static final String SIZE = "approx-MB:";

  /** All of them, or those whose name starts with a word of {@code -Denvsnap.scenario=NN,NN}. */
  static List<Scenario> all() {
    List<String> only = List.of(System.getProperty("envsnap.scenario", "").split(",", -1));
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d\\d-.*(?<!\\.check)\\.sh"))
          .filter(file -> only.stream().anyMatch(file.getFileName().toString()::startsWith))
          .sorted()
          .map(Scenario::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scenario read(Path script) {
    String name = script.getFileName().toString().replace(".sh", "");
    try {
      List<StringBuilder> cells = new ArrayList<>(List.of(new StringBuilder()));
      List<String> secrets = new ArrayList<>();
      int megabytes = 0;
      for (String line : Files.readAllLines(script)) {
        if (line.startsWith(CELL)) {
          cells.add(new StringBuilder());
        } else if (line.startsWith("#") && line.contains(SECRET)) {
          secrets.add(after(line, SECRET));
        } else if (line.startsWith("#") && line.contains(SIZE)) {
          megabytes = Integer.parseInt(after(line, SIZE));
        }
        cells.get(cells.size() - 1).append(line).append('\n');
      }
      return new Scenario(
          name,
          cells.stream().map(StringBuilder::toString).toList(),
          Files.readString(script.resolveSibling(name + ".check.sh")),
          List.copyOf(secrets),
          megabytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String after(String line, String word) {
    return line.substring(line.indexOf(word) + word.length()).strip();
  }
}
