package io.envsnap.testkit.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes all that a program says. A program that was killed may leave a child that holds its output
 * open for ever (Java's {@code jspawnhelper} does, when its parent dies before it was told what to
 * start), so the end is not waited for without limit.
 */
final class Drain {
  private static final int CHUNK = 1 << 16;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  private Drain(InputStream stream) {
    this.thread = new Thread(() -> take(stream), "drain");
    thread.setDaemon(true);
  }

  /** Begins to take what comes. */
  static Drain of(InputStream stream) {
    Drain drain = new Drain(stream);
    drain.thread.start();
    return drain;
  }

  private void take(InputStream stream) {
    byte[] chunk = new byte[CHUNK];
    try (stream) {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        synchronized (said) {
          said.write(chunk, 0, read);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ended.countDown();
    }
  }

  /** All that was said, once the program has ended; whoever else holds its output is not heard. */
  byte[] all(long graceSeconds) throws InterruptedException {
    if (!ended.await(graceSeconds, TimeUnit.SECONDS)) {
      thread.interrupt();
    }
    synchronized (said) {
      return said.toByteArray();
    }
  }
}
