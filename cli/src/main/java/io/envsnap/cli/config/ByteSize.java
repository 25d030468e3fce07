package io.envsnap.cli.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 500M}, {@code 1.5 GiB}, {@code 1048576}, {@code none}. */
final class ByteSize {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*(?:([kmgt])i?b?|b|bytes)?");
  private static final String UNITS = "kmgt";

  private ByteSize() {}

  /** The size in bytes, the letters counting in powers of 1024; empty when it is no size. */
  static Optional<Long> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("none")) {
      return Optional.of(Long.MAX_VALUE);
    }
    Matcher matcher = TEXT.matcher(plain);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int power = matcher.group(2) == null ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
    double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
    return Optional.of((long) Math.min(bytes, Long.MAX_VALUE));
  }
}
