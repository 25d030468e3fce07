package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.Gpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what NVIDIA's driver and {@code nvidia-smi} say; unknown values become empty or 0. */
final class NvidiaText {
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)?");
  private static final Pattern CUDA =
      Pattern.compile("CUDA (?:UMD )?Version\\s*:\\s*(\\d+\\.\\d+)");

  /**
   * Drivers before R470 have no {@code compute_cap} field: what their cards are, by NVIDIA's list.
   */
  private static final Map<String, String> OLD_CARDS =
      Map.of(
          "K80", "3.7",
          "K520", "3.0",
          "M60", "5.2",
          "P100", "6.0",
          "P40", "6.1",
          "P4", "6.1",
          "V100", "7.0",
          "T4", "7.5");

  private NvidiaText() {}

  /** Version in {@code /sys/module/nvidia/version}. */
  static Optional<String> moduleVersion(String text) {
    String version = text.strip();
    return VERSION.matcher(version).matches() ? Optional.of(version) : Optional.empty();
  }

  /**
   * Version in {@code /proc/driver/nvidia/version}: its first line has fields divided by two
   * blanks, {@code NVRM version: NVIDIA UNIX x86_64 Kernel Module 550.54.15 Wed …}.
   */
  static Optional<String> procVersion(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("NVRM version:")) {
        String[] fields = line.split(" {2,}", -1);
        return fields.length > 1 ? moduleVersion(fields[1]) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Highest CUDA version of the driver, from the banner of a plain {@code nvidia-smi}. */
  static Optional<String> cuda(List<String> lines) {
    for (String line : lines) {
      Matcher matcher = CUDA.matcher(line);
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * Cards in the answer to {@code --query-gpu=name,memory.total[,compute_cap]
   * --format=csv,noheader,nounits}; lines of another shape are messages and are skipped.
   */
  static List<Gpu> cards(List<String> lines) {
    List<Gpu> cards = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(", ", -1);
      if (fields.length == 2 || fields.length == 3) {
        String name = fields[0].strip();
        String capability = fields.length == 3 ? known(fields[2]) : "";
        cards.add(
            new Gpu(name, memory(fields[1]), capability.isEmpty() ? oldCard(name) : capability));
      }
    }
    return List.copyOf(cards);
  }

  /** Whether the answer refuses a field: one unknown field spoils the whole query. */
  static boolean refusesField(String said) {
    return said.contains("is not a valid field to query");
  }

  private static long memory(String field) {
    String text = known(field);
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : 0;
  }

  // `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[Insufficient Permissions]`
  private static String known(String field) {
    String text = field.strip();
    return text.startsWith("[") ? "" : text;
  }

  private static String oldCard(String name) {
    for (String word : name.toUpperCase(Locale.ROOT).split("[ -]", -1)) {
      String capability = OLD_CARDS.get(word);
      if (capability != null) {
        return capability;
      }
    }
    return "";
  }
}
