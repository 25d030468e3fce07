package io.envsnap.agent.compat;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compute capability of a card, or of the code for one: {@code 7.5} is {@code sm_75}. */
record Capability(int major, int minor) implements Comparable<Capability> {
  private static final Pattern DOTTED = Pattern.compile("(\\d{1,2})\\.(\\d)");
  private static final Comparator<Capability> ORDER =
      Comparator.comparingInt(Capability::major).thenComparingInt(Capability::minor);

  static Optional<Capability> parse(String text) {
    Matcher matcher = DOTTED.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Capability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Of the number in {@code sm_75}. */
  static Capability ofNumber(int number) {
    return new Capability(number / 10, number % 10);
  }

  @Override
  public int compareTo(Capability other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
