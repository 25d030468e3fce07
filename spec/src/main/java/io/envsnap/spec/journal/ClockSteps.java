package io.envsnap.spec.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * How the clock was set while the journal was kept. The journal counts from boot, which no step of
 * the clock moves; logs and files have what the clock showed.
 *
 * @param steps oldest first
 */
public record ClockSteps(List<Step> steps) {
  /** A clock that went with the count from boot. */
  public static final ClockSteps NONE = new ClockSteps(List.of());

  /** A clock that is slewed a little is not set, in milliseconds. */
  private static final long TOLERANCE = 2_000;

  private static final long MILLIS_PER_TICK = 10;
  private static final int MOST = 1_000;

  /**
   * The clock was set.
   *
   * @param from hundredths of a second from boot to the first moment at which it may have been so
   * @param ahead milliseconds that it shows more than was counted since boot
   */
  public record Step(long from, long ahead) {}

  /** Takes its own copy. */
  public ClockSteps {
    steps = List.copyOf(steps);
  }

  /**
   * These, with what is seen now; the same when the clock was not set since.
   *
   * @param last tick when it was looked at before
   * @param ahead milliseconds that it shows more now than was counted since boot
   */
  public ClockSteps seen(long last, long ahead) {
    if (Math.abs(ahead - ahead(Long.MAX_VALUE)) <= TOLERANCE || steps.size() >= MOST) {
      return this;
    }
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(last + 1, ahead));
    return new ClockSteps(more);
  }

  /** How much the clock was ahead at that tick, in milliseconds. */
  public long ahead(long tick) {
    long ahead = 0;
    for (Step step : steps) {
      ahead = step.from() <= tick ? step.ahead() : ahead;
    }
    return ahead;
  }

  /**
   * The tick at which the clock showed that; the last one, where it did so twice.
   *
   * @param shown milliseconds since the moment of boot as it was noted first
   * @param now the tick of now, which nothing comes after
   */
  public long tick(long shown, long now) {
    long until = now;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      long tick = (shown - step.ahead()) / MILLIS_PER_TICK;
      if (tick >= step.from() && tick <= until) {
        return tick;
      }
      until = step.from();
    }
    return shown / MILLIS_PER_TICK;
  }
}
