package io.envsnap.agent.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What wheels ask of the processor and of the C library. */
final class ProcessorRules {
  private static final List<List<String>> FEATURES = Table.rows("processor.tsv", 5);
  private static final Pattern MANYLINUX = Pattern.compile("manylinux_(\\d+)_(\\d+)_([a-z0-9_]+)");

  /** The names of PEP 513, 571 and 599, by PEP 600. */
  private static final Map<String, String> LEGACY =
      Map.of(
          "manylinux1", "manylinux_2_5",
          "manylinux2010", "manylinux_2_12",
          "manylinux2014", "manylinux_2_17");

  private final MachineFacts machine;

  ProcessorRules(MachineFacts machine) {
    this.machine = machine;
  }

  List<Finding> judge(List<Software> packages) {
    List<Finding> findings = new ArrayList<>();
    for (Software software : packages) {
      if (software.ecosystem().equals("pip")) {
        library(software, findings);
        features(software, findings);
      }
    }
    return findings;
  }

  private void features(Software software, List<Finding> findings) {
    if (machine.processorFlags().isEmpty() || !machine.architecture().equals("x86_64")) {
      return;
    }
    Release release = Release.of(software.version());
    for (List<String> row : FEATURES) {
      if (row.get(0).equals(software.name())
          && release.atLeast(Release.of(row.get(1)))
          && !machine.processorFlags().contains(row.get(2))) {
        findings.add(
            new Finding(
                Verdict.WILL_NOT_RUN,
                software.spoken(),
                "its wheels need a processor with "
                    + row.get(2).toUpperCase(Locale.ROOT)
                    + ", and this one has none",
                row.get(3) + ", read " + row.get(4),
                "Take another machine, or build the package from source"));
      }
    }
  }

  // The oldest glibc of all platforms in a compressed tag counts: one that fits is enough.
  private void library(Software software, List<Finding> findings) {
    Release have = Release.of(machine.glibc());
    if (!have.isKnown() || software.tag().isEmpty()) {
      return;
    }
    Release oldest = new Release(List.of());
    for (String platform :
        software.tag().substring(software.tag().lastIndexOf('-') + 1).split("\\.", -1)) {
      Matcher matcher = MANYLINUX.matcher(spelled(platform));
      if (matcher.matches()) {
        Release need = Release.of(matcher.group(1) + "." + matcher.group(2));
        oldest = !oldest.isKnown() || oldest.atLeast(need) ? need : oldest;
      }
    }
    if (oldest.isKnown() && !have.atLeast(oldest)) {
      findings.add(
          new Finding(
              Verdict.WILL_NOT_RUN,
              software.spoken(),
              "its wheel needs glibc "
                  + oldest.parts().get(0)
                  + "."
                  + oldest.parts().get(1)
                  + ", and this machine has "
                  + machine.glibc(),
              "PEP 600",
              "Take a newer image, or build the package from source"));
    }
  }

  private static String spelled(String platform) {
    for (Map.Entry<String, String> legacy : LEGACY.entrySet()) {
      if (platform.startsWith(legacy.getKey() + "_")) {
        return legacy.getValue() + platform.substring(legacy.getKey().length());
      }
    }
    return platform;
  }
}
