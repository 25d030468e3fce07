package io.envsnap.spec.lockfile;

import java.util.List;

/**
 * The accelerators of a machine; no cards at all is a fact, not an error.
 *
 * @param driver version of the NVIDIA driver; empty without one
 * @param driverKind {@code open} or {@code proprietary}: which kernel module it is; empty where
 *     unknown
 * @param cuda highest CUDA version that the driver runs; empty where unknown
 * @param tpu kind of the machine's TPU, such as {@code v5e-1}; empty without one
 * @param gpus the cards, in the driver's order
 * @param parts toolkits and libraries of CUDA, sorted
 * @param hostLibraries folders with the driver's own libraries, sorted; they belong to the machine
 *     and are never recorded
 */
public record Accelerator(
    String driver,
    String driverKind,
    String cuda,
    String tpu,
    List<Gpu> gpus,
    List<CudaPart> parts,
    List<String> hostLibraries) {
  /** A machine without any. */
  public static final Accelerator NONE = new Accelerator("", "", List.of());

  /** Takes its own copies. */
  public Accelerator {
    gpus = List.copyOf(gpus);
    parts = parts.stream().distinct().sorted().toList();
    hostLibraries = hostLibraries.stream().distinct().sorted().toList();
  }

  /** A driver and its cards, and nothing else. */
  public Accelerator(String driver, String cuda, List<Gpu> gpus) {
    this(driver, "", cuda, "", gpus, List.of(), List.of());
  }
}
