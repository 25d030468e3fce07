package io.envsnap.agent.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a program ended.
 *
 * @param exit its status
 * @param output its standard output
 * @param error its standard error, at most the last 64 KiB
 */
public record CommandResult(int exit, byte[] output, String error) {
  /** Standard output as UTF-8 text. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }

  /** Standard output, line by line. */
  public List<String> lines() {
    return text().lines().toList();
  }

  /** Whether it ended with status 0. */
  public boolean succeeded() {
    return exit == 0;
  }
}
