package io.envsnap.agent.compat;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.spec.lockfile.Accelerator;
import java.util.Set;

/**
 * The machine that is judged for.
 *
 * @param accelerator cards, driver and CUDA's pieces
 * @param architecture as {@code uname -m} says
 * @param glibc version of the C library; empty where unknown
 * @param processorFlags as {@code /proc/cpuinfo} lists them; none where unknown
 */
public record MachineFacts(
    Accelerator accelerator, String architecture, String glibc, Set<String> processorFlags) {
  /** Takes its own copy. */
  public MachineFacts {
    processorFlags = Set.copyOf(processorFlags);
  }

  /** Those of a machine that was looked at. */
  public static MachineFacts of(HostFacts host) {
    return new MachineFacts(
        host.accelerator(), host.architecture(), host.glibc(), host.processorFlags());
  }
}
