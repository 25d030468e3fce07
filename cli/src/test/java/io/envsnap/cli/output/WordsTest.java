package io.envsnap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void saysSizesInUnitsThatPeopleRead() {
    assertThat(Words.size(0)).isEqualTo("0 B");
    assertThat(Words.size(1023)).isEqualTo("1023 B");
    assertThat(Words.size(1536)).isEqualTo("1.5 KiB");
    assertThat(Words.size(2_126_000_000L)).isEqualTo("2.0 GiB");
  }

  @Test
  void saysTimesInSecondsAndMinutes() {
    assertThat(Words.time(Duration.ofMillis(4123))).isEqualTo("4.1s");
    assertThat(Words.time(Duration.ofMillis(49))).isEqualTo("0.0s");
    assertThat(Words.time(Duration.ofMillis(1950))).isEqualTo("2.0s");
    assertThat(Words.time(Duration.ofSeconds(432))).isEqualTo("7m 12s");
  }

  @Test
  void countsInSingularAndPlural() {
    assertThat(Words.count(1, "git repositories")).isEqualTo("1 git repository");
    assertThat(Words.count(2, "git repositories")).isEqualTo("2 git repositories");
    assertThat(Words.count(1, "packages")).isEqualTo("1 package");
  }
}
