package io.envsnap.agent.host;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code /proc/cpuinfo}. */
final class CpuInfoText {
  private CpuInfoText() {}

  /** What the first processor can do: {@code flags} on x86_64, {@code Features} on ARM. */
  static Set<String> flags(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .map(
            line ->
                Set.copyOf(
                    List.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+", -1))))
        .orElse(Set.of());
  }
}
