package io.envsnap.agent.host;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the version of the C library from what programs say of it. */
final class Glibc {
  private static final Pattern GETCONF = Pattern.compile("glibc (\\d+(?:\\.\\d+)+)");
  private static final Pattern LDD = Pattern.compile("ldd \\(.*\\) (\\d+(?:\\.\\d+)+)");

  private Glibc() {}

  /**
   * The version that {@code getconf GNU_LIBC_VERSION} or {@code ldd --version} printed; empty with
   * another C library, such as musl.
   */
  static String version(List<String> lines) {
    for (String line : lines) {
      for (Pattern pattern : List.of(GETCONF, LDD)) {
        Matcher matcher = pattern.matcher(line.strip());
        if (matcher.matches()) {
          return matcher.group(1);
        }
      }
    }
    return "";
  }
}
