package io.envsnap.cli.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times between two saves as people write them: {@code 30s}, {@code 5m}, {@code 1h}. */
final class Pause {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*(s|m|h)");
  private static final Duration LEAST = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofDays(1);

  private Pause() {}

  /** The time; empty when it is none, or none that makes sense between two saves. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return Optional.of(time).filter(one -> one.compareTo(LEAST) >= 0 && one.compareTo(MOST) <= 0);
  }
}
