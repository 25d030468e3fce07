package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.Accelerator;
import java.util.List;

/**
 * What this machine is.
 *
 * @param os identifier and version of the distribution, such as {@code debian 12}
 * @param image the notebook image, such as {@code colab 2026.07}; empty where none is known
 * @param kernel release of the running kernel
 * @param architecture as {@code uname -m} says
 * @param glibc version of the C library; empty where there is none
 * @param processor name of the processor and its number of cores, for people
 * @param memoryBytes physical memory
 * @param pythons interpreters outside virtual environments, in PATH order
 * @param accelerator cards and driver
 */
public record HostFacts(
    String os,
    String image,
    String kernel,
    String architecture,
    String glibc,
    String processor,
    long memoryBytes,
    List<PythonInterpreter> pythons,
    Accelerator accelerator) {
  /** Takes its own copy. */
  public HostFacts {
    pythons = List.copyOf(pythons);
  }
}
