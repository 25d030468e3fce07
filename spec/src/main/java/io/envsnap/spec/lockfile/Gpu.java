package io.envsnap.spec.lockfile;

/**
 * One accelerator card; a text is empty, or the memory 0, where the machine did not say.
 *
 * @param name as its driver or its bus names it, such as {@code Tesla T4}
 * @param memoryMiB its memory in MiB
 * @param computeCapability such as {@code 7.5}; only NVIDIA's cards have one
 * @param uuid the driver's name for exactly this card
 * @param pci its place on the bus, such as {@code 00000000:00:04.0}
 * @param mig {@code enabled} or {@code disabled}: whether it is cut into instances
 */
public record Gpu(
    String name, long memoryMiB, String computeCapability, String uuid, String pci, String mig) {
  /** A card of which no more is known than what matters to programs. */
  public Gpu(String name, long memoryMiB, String computeCapability) {
    this(name, memoryMiB, computeCapability, "", "", "");
  }
}
