package io.envsnap.agent.host;

import java.util.Optional;

/**
 * What it means when {@code nvidia-smi} fails. Its statuses are those of nvmlReturn_t, but not on
 * every version, so the text counts first.
 */
enum SmiFailure {
  NO_DRIVER("couldn't communicate with the NVIDIA driver", 9, ""),
  NO_CARD(
      "No devices were found",
      6,
      "the NVIDIA driver is loaded but sees no card; this machine may need another runtime type"),
  MISMATCH(
      "Driver/library version mismatch",
      18,
      "the NVIDIA driver and its libraries differ in version, so nothing can use the card;"
          + " restart the machine, and never install driver packages on it"),
  NO_LIBRARY(
      "couldn't find libnvidia-ml.so",
      12,
      "`nvidia-smi` does not find the driver's library; `ldconfig` or LD_LIBRARY_PATH may help"),
  LOST("GPU is lost", 15, "a card of this machine is lost; get another machine");

  private final String text;
  private final int exit;
  private final String sentence;

  SmiFailure(String text, int exit, String sentence) {
    this.text = text;
    this.exit = exit;
    this.sentence = sentence;
  }

  /** What a person should know; nothing where the machine just has no driver. */
  static Optional<String> of(String said, int exit) {
    for (SmiFailure failure : values()) {
      if (said.contains(failure.text)) {
        return spoken(failure);
      }
    }
    for (SmiFailure failure : values()) {
      if (exit == failure.exit) {
        return spoken(failure);
      }
    }
    return Optional.of("the cards of this machine are not known: `nvidia-smi` ended with " + exit);
  }

  private static Optional<String> spoken(SmiFailure failure) {
    return failure.sentence.isEmpty() ? Optional.empty() : Optional.of(failure.sentence);
  }
}
