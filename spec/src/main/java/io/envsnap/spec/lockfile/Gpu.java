package io.envsnap.spec.lockfile;

/**
 * One accelerator card; a text is empty, or the memory 0, where the machine did not say.
 *
 * @param name as the driver names it, such as {@code Tesla T4}
 * @param memoryMiB its memory in MiB
 * @param computeCapability such as {@code 7.5}
 */
public record Gpu(String name, long memoryMiB, String computeCapability) {}
