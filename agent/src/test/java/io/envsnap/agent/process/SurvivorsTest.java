package io.envsnap.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SurvivorsTest {
  private static final String NAME = "ENVSNAP_TEST_MARK";

  private static Process sleeper(String value, String seconds) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", seconds);
    builder.environment().put(NAME, value);
    return builder.start();
  }

  @Test
  void waitsForAProgramThatHasTheMark() throws Exception {
    Process process = sleeper("one", "1");
    assertThat(Survivors.await(NAME, "one", Duration.ofSeconds(30))).isTrue();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void doesNotWaitForOneWithAnotherMarkNorForEver() throws Exception {
    Process process = sleeper("two", "600");
    try {
      assertThat(Survivors.await(NAME, "three", Duration.ofSeconds(30))).isTrue();
      assertThat(process.isAlive()).isTrue();
      assertThat(Survivors.await(NAME, "two", Duration.ofMillis(300))).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
