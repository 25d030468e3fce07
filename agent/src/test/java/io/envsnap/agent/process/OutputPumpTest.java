package io.envsnap.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutputPumpTest {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int AHEAD = 4 << 20;

  /** A program that writes a page at a time, as {@code find} does. */
  private static final class Pages extends InputStream {
    private static final int PAGE = 1 << 12;
    private final InputStream in;
    private final AtomicLong given = new AtomicLong();

    Pages(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      throw new IllegalStateException("one byte at a time");
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws java.io.IOException {
      int count = in.read(buffer, from, Math.min(length, PAGE));
      given.addAndGet(Math.max(0, count));
      return count;
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @Test
  void allBytesComeOnceAndInOrder() throws Exception {
    byte[] bytes = noise(3 * AHEAD + 17);
    OutputPump pump = new OutputPump(new Pages(bytes));
    Thread reader = new Thread(pump);
    reader.start();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();

    pump.drainTo((chunk, length) -> taken.write(chunk, 0, length), () -> false, GRACE);

    assertThat(taken.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void whatCameWhileNobodyTookItIsOneChunk() throws Exception {
    OutputPump pump = new OutputPump(new Pages(noise(AHEAD)));
    pump.run();
    AtomicInteger chunks = new AtomicInteger();

    pump.drainTo((chunk, length) -> chunks.incrementAndGet(), () -> true, GRACE);

    assertThat(chunks).hasValue(1);
  }

  @Test
  void nobodyRunsAheadWithoutEnd() throws Exception {
    byte[] bytes = noise(4 * AHEAD);
    Pages pages = new Pages(bytes);
    OutputPump pump = new OutputPump(pages);
    Thread reader = new Thread(pump);
    reader.start();
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(pages.given.get()).isBetween((long) AHEAD, (long) AHEAD + Pages.PAGE);
    AtomicLong taken = new AtomicLong();

    pump.drainTo((chunk, length) -> taken.addAndGet(length), () -> false, GRACE);

    assertThat(taken).hasValue(bytes.length);
  }
}
