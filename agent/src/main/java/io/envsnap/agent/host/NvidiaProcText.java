package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.Gpu;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the files of NVIDIA's kernel module. */
final class NvidiaProcText {
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)?");

  private NvidiaProcText() {}

  /** Version in {@code /sys/module/nvidia/version}. */
  static Optional<String> moduleVersion(String text) {
    String version = text.strip();
    return VERSION.matcher(version).matches() ? Optional.of(version) : Optional.empty();
  }

  /**
   * Version in {@code /proc/driver/nvidia/version}: its first line has fields divided by two
   * blanks, {@code NVRM version: NVIDIA UNIX x86_64 Kernel Module 550.54.15 Wed …}.
   */
  static Optional<String> version(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("NVRM version:")) {
        String[] fields = line.split(" {2,}", -1);
        return fields.length > 1 ? moduleVersion(fields[1]) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Which of the two modules speaks in {@code /proc/driver/nvidia/version}. */
  static String kind(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("NVRM version:")) {
        return line.contains("Open Kernel Module") ? "open" : "proprietary";
      }
    }
    return "";
  }

  /** The card of {@code /proc/driver/nvidia/gpus/BUS/information}. */
  static Optional<Gpu> card(List<String> lines) {
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String model = fields.getOrDefault("Model", "");
    if (model.isEmpty() || model.equals("Unknown")) {
      return Optional.empty();
    }
    String uuid = fields.getOrDefault("GPU UUID", "");
    return Optional.of(
        new Gpu(
            model,
            0,
            CardNames.computeCapability(model),
            uuid.contains("?") ? "" : uuid,
            PciAddress.canonical(fields.getOrDefault("Bus Location", "")),
            ""));
  }
}
