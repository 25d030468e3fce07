package io.envsnap.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.redact.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LockfilesTest {
  private static final Path EXAMPLES = Path.of("lockfiles");
  private static final Path BROKEN = Path.of("src/test/resources/broken");

  static List<Path> examples() throws IOException {
    return yamlIn(EXAMPLES);
  }

  static List<Path> broken() throws IOException {
    return yamlIn(BROKEN);
  }

  private static List<Path> yamlIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isReadAndWrittenAgainByteForByte(Path file) throws IOException, FormatException {
    byte[] bytes = Files.readAllBytes(file);
    Lockfile lockfile = LockfileYaml.read(bytes, file.toString());
    assertThat(LockfileYaml.write(lockfile)).asString(UTF_8).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void holdsNoSecret(Path file) throws IOException {
    assertThat(Redaction.ofText(Files.readString(file)).found()).isEmpty();
  }

  @Test
  void eachIsListedInTheReadme() throws IOException {
    String readme = Files.readString(EXAMPLES.resolve("README.md"));
    for (Path file : examples()) {
      assertThat(readme).contains("(" + file.getFileName() + ")");
    }
  }

  /** Each broken file has a neighbour that holds the sentence it is refused with. */
  @ParameterizedTest
  @MethodSource("broken")
  void isRefusedInOneSentence(Path file) throws IOException {
    String name = file.getFileName().toString();
    String sentence = Files.readString(BROKEN.resolve(name.replace(".yaml", ".txt"))).strip();
    byte[] bytes = Files.readAllBytes(file);
    assertThatThrownBy(() -> LockfileYaml.read(bytes, name))
        .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.hint()).isNotBlank())
        .hasMessage(sentence);
  }

  @Test
  void thereAreExamplesAndBrokenOnes() throws IOException {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(7);
    assertThat(broken()).hasSizeGreaterThanOrEqualTo(20);
  }
}
