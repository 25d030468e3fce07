package io.envsnap.testkit.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Test;

class DrainTest {
  @Test
  void givesAllThatWasSaid() throws Exception {
    assertThat(Drain.of(new ByteArrayInputStream("said".getBytes(UTF_8))).all(60))
        .isEqualTo("said".getBytes(UTF_8));
  }

  @Test
  void doesNotWaitForWhoeverHoldsTheOutputOpen() throws Exception {
    try (PipedInputStream in = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(in)) {
      Drain drain = Drain.of(in);
      out.write("half".getBytes(UTF_8));
      out.flush();
      assertThat(new String(drain.all(1), UTF_8)).isIn("", "half");
    }
  }
}
