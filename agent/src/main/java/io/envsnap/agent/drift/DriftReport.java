package io.envsnap.agent.drift;

import java.util.List;

/**
 * How this machine differs from a lockfile.
 *
 * @param entries how many entries were looked at
 * @param lines one for each difference
 */
public record DriftReport(int entries, List<DriftLine> lines) {
  /** Takes its own copy. */
  public DriftReport {
    lines = List.copyOf(lines);
  }

  /** Whether it is what the lockfile says. */
  public boolean isExact() {
    return lines.isEmpty();
  }
}
