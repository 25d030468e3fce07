package io.envsnap.agent.process;

import io.envsnap.agent.process.RunningProgram.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads a stream in a thread of its own while another thread takes what came, so that a pipe that
 * nobody closes cannot hold that other thread up.
 */
final class OutputPump implements Runnable {
  private static final int CHUNK = 1 << 18;

  // A pipe gives 64 KiB at once: the program may be 4 MiB ahead of whoever takes its output.
  private static final int WAITING = 64;

  private static final byte[] END = new byte[0];
  private final InputStream in;
  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(WAITING);

  /** Pumps that stream. */
  OutputPump(InputStream in) {
    this.in = in;
  }

  @Override
  public void run() {
    try {
      readAll();
      chunks.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws InterruptedException {
    byte[] buffer = new byte[CHUNK];
    try {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        chunks.put(Arrays.copyOf(buffer, count));
      }
    } catch (IOException ignored) {
      // The pipe is closed when the program is killed, which is reported as such.
    }
  }

  /**
   * Takes all chunks until the stream ends, or stays silent for {@code grace} after its program
   * ended.
   */
  @SuppressWarnings("ReferenceEquality") // END is told from an empty chunk by being itself.
  void drainTo(Sink sink, BooleanSupplier ended, Duration grace)
      throws CommandException, InterruptedException {
    long silentSince = 0;
    boolean silent = false;
    while (!silent || System.nanoTime() - silentSince < grace.toNanos()) {
      byte[] chunk = chunks.poll(50, TimeUnit.MILLISECONDS);
      if (chunk == END) {
        return;
      }
      if (chunk != null) {
        sink.accept(chunk, chunk.length);
        silent = false;
      } else if (!silent && ended.getAsBoolean()) {
        silent = true;
        silentSince = System.nanoTime();
      }
    }
  }
}
