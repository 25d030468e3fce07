package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.Gpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code nvidia-smi} says; unknown values become empty or 0. */
final class NvidiaSmiText {
  private static final Pattern CUDA =
      Pattern.compile("CUDA (?:UMD )?Version\\s*:\\s*(\\d+\\.\\d+)");
  private static final Pattern REFUSED =
      Pattern.compile("Field \"([^\"]+)\" is not a valid field to query");

  private NvidiaSmiText() {}

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

  /** The field that an older driver does not know. */
  static Optional<String> refusedField(String said) {
    Matcher matcher = REFUSED.matcher(said);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * The answer to {@code --query-gpu=FIELDS --format=csv,noheader,nounits}; lines with another
   * number of fields are messages and are skipped.
   */
  static NvidiaSmi.Answer answer(List<String> fields, List<String> lines) {
    List<Gpu> cards = new ArrayList<>();
    String driver = "";
    for (String line : lines) {
      List<String> values = List.of(line.split(", ", -1));
      if (values.size() == fields.size()) {
        driver = value(fields, values, "driver_version");
        cards.add(card(fields, values));
      }
    }
    return new NvidiaSmi.Answer(driver, "", List.copyOf(cards));
  }

  private static Gpu card(List<String> fields, List<String> values) {
    String name = value(fields, values, "name");
    String capability = value(fields, values, "compute_cap");
    String memory = value(fields, values, "memory.total");
    return new Gpu(
        name,
        memory.matches("\\d{1,12}") ? Long.parseLong(memory) : 0,
        capability.isEmpty() ? CardNames.computeCapability(name) : capability,
        value(fields, values, "uuid"),
        PciAddress.canonical(value(fields, values, "pci.bus_id")),
        value(fields, values, "mig.mode.current").toLowerCase(Locale.ROOT));
  }

  // `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[Insufficient Permissions]`
  private static String value(List<String> fields, List<String> values, String field) {
    int at = fields.indexOf(field);
    String text = at < 0 ? "" : values.get(at).strip();
    return text.startsWith("[") ? "" : text;
  }
}
