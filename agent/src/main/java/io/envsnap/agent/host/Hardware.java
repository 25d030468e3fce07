package io.envsnap.agent.host;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * Processor and memory.
 *
 * @param processor name of the processor and its number of logical cores, for people
 * @param memoryBytes physical memory
 */
record Hardware(String processor, long memoryBytes) {

  /**
   * Asks OSHI, which takes 150 to 300 ms. It is never asked for graphics cards: it needs {@code
   * lspci} for them, and knows neither compute capability nor CUDA.
   */
  static Hardware ofThisMachine() {
    HardwareAbstractionLayer layer = new SystemInfo().getHardware();
    CentralProcessor processor = layer.getProcessor();
    int cores = processor.getLogicalProcessorCount();
    String name = processor.getProcessorIdentifier().getName().strip();
    return new Hardware(
        name + ", " + cores + (cores == 1 ? " core" : " cores"), layer.getMemory().getTotal());
  }
}
