package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.Accelerator;
import java.util.List;
import java.util.Set;

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
 * @param processorFlags what the processor can do, as {@code /proc/cpuinfo} lists it
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
    Accelerator accelerator,
    Set<String> processorFlags) {
  /** Takes its own copies. */
  public HostFacts {
    pythons = List.copyOf(pythons);
    processorFlags = Set.copyOf(processorFlags);
  }

  /** A machine whose processor did not say what it can do. */
  public HostFacts(
      String os,
      String image,
      String kernel,
      String architecture,
      String glibc,
      String processor,
      long memoryBytes,
      List<PythonInterpreter> pythons,
      Accelerator accelerator) {
    this(
        os,
        image,
        kernel,
        architecture,
        glibc,
        processor,
        memoryBytes,
        pythons,
        accelerator,
        Set.of());
  }
}
