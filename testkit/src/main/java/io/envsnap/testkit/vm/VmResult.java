package io.envsnap.testkit.vm;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a program on a machine ended.
 *
 * @param exit its status; 124 when it outlived its limit
 * @param output its standard output
 * @param error its standard error
 */
public record VmResult(int exit, byte[] output, byte[] error) {
  /** Standard output as text. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** Standard output, line by line. */
  public List<String> lines() {
    return text().lines().toList();
  }

  /** Standard error as text. */
  public String errorText() {
    return new String(error, StandardCharsets.UTF_8);
  }

  /** The same result; fails with everything that was said when the status is another. */
  public VmResult expect(int status) {
    if (exit != status) {
      throw new AssertionError("expected status " + status + "\n" + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "status " + exit + "\n--- output\n" + text() + "--- error\n" + errorText();
  }
}
