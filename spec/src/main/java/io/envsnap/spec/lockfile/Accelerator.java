package io.envsnap.spec.lockfile;

import java.util.List;

/**
 * The accelerators of a machine; no cards at all is a fact, not an error.
 *
 * @param driver version of the NVIDIA driver; empty without one
 * @param cuda highest CUDA version that the driver runs; empty where unknown
 * @param gpus the cards, in the driver's order
 */
public record Accelerator(String driver, String cuda, List<Gpu> gpus) {
  /** Takes its own copy. */
  public Accelerator {
    gpus = List.copyOf(gpus);
  }
}
