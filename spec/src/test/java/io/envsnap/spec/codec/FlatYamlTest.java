package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatYamlTest {
  private static SortedMap<String, String> read(String text) throws FormatException {
    return FlatYaml.read(text.getBytes(UTF_8), "envsnap.yaml");
  }

  @Test
  void readsKeysAndTextsAsTheyStand() throws FormatException {
    assertThat(read("# ours\nstore: dir:/content/drive\nname: no\nlockfile: 'a b.yaml'\n"))
        .containsExactlyEntriesOf(
            new java.util.TreeMap<>(
                Map.of("store", "dir:/content/drive", "name", "no", "lockfile", "a b.yaml")));
    assertThat(read("")).isEmpty();
    assertThat(read("# nothing yet\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"- a", "a: [b]", "a: {b: c}", "a:", "a: b\na: c", "a: *b", "words", "a: b: c"})
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith("`envsnap.yaml` is broken at line ");
  }
}
