package io.envsnap.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Numbers as people read them. */
public final class Words {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Words() {}

  /** {@code 1.3 GiB}. */
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : tenths(Math.round(value * 10)) + " " + UNITS[unit];
  }

  /** {@code 4.1s} or {@code 7m 12s}. */
  public static String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return tenths((duration.toMillis() + 50) / 100) + "s";
    }
    return seconds / 60 + "m " + seconds % 60 + "s";
  }

  /** With one digit behind the point. */
  private static String tenths(long count) {
    return count / 10 + "." + count % 10;
  }

  /** {@code 2026-11-23T10:00:01Z}: nobody reads nanoseconds. */
  public static String moment(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** {@code 1 package}, {@code 12 packages}, {@code 2 repositories}. */
  public static String count(long number, String plural) {
    return number + " " + (number == 1 ? singular(plural) : plural);
  }

  private static String singular(String plural) {
    if (plural.endsWith("ies")) {
      return plural.substring(0, plural.length() - 3) + "y";
    }
    return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }
}
