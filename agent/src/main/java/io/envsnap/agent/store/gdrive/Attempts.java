package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.progress.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Asks again where that helps, ever more slowly, and never without end: at most {@link #MOST} times
 * in a row, which is about two minutes.
 */
final class Attempts {
  private static final int MOST = 8;
  private static final Duration LONGEST = Duration.ofSeconds(64);

  /** A service that asks for more patience than that is asked again by a person. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration WORTH_SAYING = Duration.ofSeconds(8);

  private final Pauses pauses;
  private final LongSupplier jitter;
  private final Progress progress;
  private final Tokens tokens;

  /** One request, or several that are repeated together. */
  interface Action<T> {
    /** Asks once. */
    T run() throws IOException, DriveFailure;
  }

  /**
   * Attempts with waits of 1, 2, 4 up to 64 seconds and what {@code jitter} adds.
   *
   * @param jitter milliseconds, below 1000
   */
  Attempts(Pauses pauses, LongSupplier jitter, Progress progress, Tokens tokens) {
    this.pauses = pauses;
    this.jitter = jitter;
    this.progress = progress;
    this.tokens = tokens;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws DriveFailure the last one, when asking again does not help
   */
  <T> T run(Action<T> action) throws DriveFailure {
    Series series = new Series();
    while (true) {
      try {
        return action.run();
      } catch (DriveFailure e) {
        series.afterwards(e);
      } catch (InterruptedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw DriveFailure.of(e);
        }
        series.afterwards(DriveFailure.of(e));
      } catch (IOException e) {
        series.afterwards(DriveFailure.of(e));
      }
    }
  }

  Series series() {
    return new Series();
  }

  /** Failures in a row; what succeeds in part may begin anew. */
  final class Series {
    private int failures;
    private boolean renewed;

    /** The work went on: what comes now is a new failure. */
    void progressed() {
      failures = 0;
      renewed = false;
    }

    /**
     * Waits, or gets another token, so that the same may be asked again.
     *
     * @throws DriveFailure the same, when that does not help
     */
    void afterwards(DriveFailure failure) throws DriveFailure {
      if (failure.kind() == DriveFailure.Kind.TOKEN && !renewed) {
        renewed = true;
        tokens.renew();
        return;
      }
      failures++;
      if (failure.kind() != DriveFailure.Kind.RETRY
          || failures >= MOST
          || failure.retryAfter().filter(wait -> wait.compareTo(PATIENCE) > 0).isPresent()) {
        throw failure;
      }
      Duration wait = Duration.ofSeconds(1L << (failures - 1));
      wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
      Duration asked = failure.retryAfter().orElse(wait);
      wait = (asked.compareTo(wait) > 0 ? asked : wait).plusMillis(jitter.getAsLong());
      if (wait.compareTo(WORTH_SAYING) > 0) {
        progress.warn(
            "Google Drive does not answer as it should ("
                + failure.getMessage()
                + "); asking again in "
                + wait.toSeconds()
                + " s");
      }
      try {
        pauses.pause(wait);
      } catch (InterruptedIOException e) {
        throw DriveFailure.of(e);
      }
    }
  }
}
