package io.envsnap.agent.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds for no card, for AMD's, for Intel's and for TPUs, on machines that have another. */
final class OtherAccelerators {
  private static final String SOURCE = "the version of the package";

  private final MachineFacts machine;

  OtherAccelerators(MachineFacts machine) {
    this.machine = machine;
  }

  List<Finding> judge(List<Software> packages) {
    List<Finding> findings = new ArrayList<>();
    for (Software software : packages) {
      String tag = software.localTag().toLowerCase(Locale.ROOT);
      if (!software.ecosystem().equals("pip")) {
        continue;
      }
      if (tag.equals("cpu") && has("")) {
        findings.add(
            limits(
                software,
                "it is a build for processors only, so it will not use the card of this machine",
                "Install the build for the card, as `+cu128`"));
      } else if (tag.startsWith("rocm")) {
        findings.add(onlyWith(software, "AMD ", "an AMD card"));
      } else if (tag.equals("xpu")) {
        findings.add(onlyWith(software, "Intel ", "an Intel card"));
      } else if (software.name().equals("libtpu")
          || software.name().equals("torch-xla")
          || software.name().equals("libtpu-nightly")) {
        if (machine.accelerator().tpu().isEmpty()) {
          findings.add(limits(software, "it is for a TPU, and this machine has none", ""));
        }
      }
    }
    return findings;
  }

  private Finding onlyWith(Software software, String maker, String what) {
    return has(maker)
        ? new Finding(
            Verdict.UNKNOWN,
            software.spoken(),
            "it is a build for " + what + "; which of them it runs on is not known",
            SOURCE,
            "")
        : limits(software, "it is a build for " + what + ", and this machine has none", "");
  }

  private boolean has(String maker) {
    return machine.accelerator().gpus().stream().anyMatch(gpu -> gpu.name().startsWith(maker));
  }

  private static Finding limits(Software software, String fact, String cure) {
    return new Finding(Verdict.RUNS_WITH_LIMITS, software.spoken(), fact, SOURCE, cure);
  }
}
