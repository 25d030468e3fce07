package io.envsnap.cli.output;

import io.envsnap.agent.progress.Progress;
import java.time.Duration;

/**
 * How far a phase is, and how fast.
 *
 * @param unit what is counted
 * @param done how much of it is done
 * @param total how much there is; 0 where nobody knows
 * @param files how many files are done; 0 where none are counted
 * @param elapsed since it began
 */
record Pace(Progress.Unit unit, long done, long total, long files, Duration elapsed) {
  /** Earlier than that a rate is chance. */
  private static final Duration TELLING = Duration.ofSeconds(1);

  /** {@code 63 %, 1.2 GiB, 31200 files, 512.0 MiB/s, 2s left}: what is known of it. */
  String spoken() {
    StringBuilder text = new StringBuilder();
    if (total > 0) {
      text.append(Math.min(100, done * 100 / total)).append(" %, ");
    }
    text.append(unit == Progress.Unit.BYTES ? Words.size(done) : Long.toString(done));
    if (files > 0) {
      text.append(", ").append(Words.count(files, "files"));
    }
    if (elapsed.compareTo(TELLING) >= 0 && done > 0) {
      double rate = done * 1000.0 / elapsed.toMillis();
      if (unit == Progress.Unit.BYTES) {
        text.append(", ").append(Words.size((long) rate)).append("/s");
      }
      if (total > done) {
        text.append(", ").append(left(Math.ceil((total - done) / rate))).append(" left");
      }
    }
    return text.toString();
  }

  private static String left(double seconds) {
    long whole = (long) seconds;
    return whole < 60 ? whole + "s" : whole / 60 + "m " + whole % 60 + "s";
  }
}
