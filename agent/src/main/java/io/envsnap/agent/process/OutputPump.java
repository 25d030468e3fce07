package io.envsnap.agent.process;

import io.envsnap.agent.process.RunningProgram.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Reads a stream in a thread of its own while another thread takes what came, so that a pipe that
 * nobody closes cannot hold that other thread up.
 */
final class OutputPump implements Runnable {
  // More than a pipe gives at once.
  private static final int CHUNK = 1 << 16;

  /** So far a program may be ahead of whoever takes its output. */
  private static final int MOST_AHEAD = 4 << 20;

  private final InputStream in;
  private final Lock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private byte[] filled = new byte[CHUNK];
  private int length;
  private boolean ended;

  /** Pumps that stream. */
  OutputPump(InputStream in) {
    this.in = in;
  }

  @Override
  public void run() {
    try {
      readAll();
      lock.lockInterruptibly();
      try {
        ended = true;
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws InterruptedException {
    byte[] chunk = new byte[CHUNK];
    try {
      int count;
      while ((count = in.read(chunk)) >= 0) {
        add(chunk, count);
      }
    } catch (IOException ignored) {
      // The pipe is closed when the program is killed, which is reported as such.
    }
  }

  private void add(byte[] chunk, int count) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (length + count > MOST_AHEAD) {
        moved.await();
      }
      if (length + count > filled.length) {
        filled = Arrays.copyOf(filled, Math.min(MOST_AHEAD, filled.length * 2));
      }
      System.arraycopy(chunk, 0, filled, length, count);
      length += count;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes everything until the stream ends, or stays silent for {@code grace} after its program
   * ended. What came meanwhile is taken as one chunk: programs write few bytes at a time.
   */
  void drainTo(Sink sink, BooleanSupplier over, Duration grace)
      throws CommandException, InterruptedException {
    long silentSince = 0;
    boolean silent = false;
    byte[] taken = new byte[CHUNK];
    while (!silent || System.nanoTime() - silentSince < grace.toNanos()) {
      int count = 0;
      lock.lockInterruptibly();
      try {
        if (length == 0 && !ended) {
          moved.await(50, TimeUnit.MILLISECONDS);
        }
        if (length == 0 && ended) {
          return;
        }
        byte[] empty = taken;
        taken = filled;
        count = length;
        filled = empty;
        length = 0;
        moved.signalAll();
      } finally {
        lock.unlock();
      }
      if (count > 0) {
        sink.accept(taken, count);
        silent = false;
      } else if (!silent && over.getAsBoolean()) {
        silent = true;
        silentSince = System.nanoTime();
      }
    }
  }
}
