package io.envsnap.agent.compat;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version of CUDA, as far as compatibility depends on it: major and minor. */
record CudaVersion(int major, int minor) implements Comparable<CudaVersion> {
  private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})(?:[.-].*)?");
  private static final Comparator<CudaVersion> ORDER =
      Comparator.comparingInt(CudaVersion::major).thenComparingInt(CudaVersion::minor);

  /** Of {@code 12.8} or {@code 12.8.90}. */
  static Optional<CudaVersion> parse(String text) {
    Matcher matcher = DOTTED.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CudaVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Of digits without a dot, as wheels write it: {@code 128} is 12.8, {@code 80} is 8.0. */
  static CudaVersion ofDigits(String digits) {
    int number = Integer.parseInt(digits);
    return new CudaVersion(number / 10, number % 10);
  }

  @Override
  public int compareTo(CudaVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
