package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConflictTextTest {
  @Test
  void bothVersionsStandBetweenMarks() {
    assertThat(write("same\nours\nend\n", "same\ntheirs\nend\n"))
        .isEqualTo("same\n<<<<<<< A\nours\n=======\ntheirs\n>>>>>>> B\nend\n");
  }

  @Test
  void aLineThatOnlyOneHasStandsAgainstNothing() {
    assertThat(write("a\nb\n", "a\n")).isEqualTo("a\n<<<<<<< A\nb\n=======\n>>>>>>> B\n");
  }

  @Test
  void equalTextsHaveNoMarks() {
    assertThat(write("a\nb\n", "a\nb\n")).isEqualTo("a\nb\n");
  }

  @Test
  void aLockfileWithMarksIsRefusedAndSaysHowToGoOn() {
    byte[] marked = write("version: 1\n", "version: 2\n").getBytes(UTF_8);
    assertThatThrownBy(() -> LockfileYaml.read(marked, "mine.yaml"))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "`mine.yaml` is broken at line 1, column 1: a merge has left two versions there")
        .extracting(e -> ((FormatException) e).hint())
        .asString()
        .contains("delete the marks");
  }

  private static String write(String ours, String theirs) {
    return new String(
        ConflictText.write(ours.getBytes(UTF_8), theirs.getBytes(UTF_8), "A", "B"), UTF_8);
  }
}
