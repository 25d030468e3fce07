package io.envsnap.agent.compat;

import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges one need for one card of a machine with a driver. */
final class CudaJudge {
  /**
   * Cards on which NVIDIA supports cuda-compat (deploy/cuda-compatibility, forward compatibility):
   * those for data centers.
   */
  private static final Pattern DATA_CENTER =
      Pattern.compile(
          ".*\\b(?:Tesla|K80|M60|P4|P40|P100|V100S?|T4|A2|A10G?|A16|A30|A40|A100|L4|L40S?|H100|H200"
              + "|H20|GH200|B200|GB200|B300|GB300)\\b.*");

  private final MachineFacts machine;
  private final Release driver;

  CudaJudge(MachineFacts machine) {
    this.machine = machine;
    this.driver = Release.of(machine.accelerator().driver());
  }

  Finding judge(CudaNeed need, Gpu card) {
    Optional<Finding> tooOld = driverTooOld(need, card);
    if (tooOld.isPresent()) {
      return tooOld.get();
    }
    Optional<Capability> capability = Capability.parse(card.computeCapability());
    if (capability.isEmpty()) {
      return finding(
          Verdict.UNKNOWN,
          need,
          "the compute capability of " + card.name() + " is not known",
          "nvidia-smi and the list of cards");
    }
    return need.targets().isPresent()
        ? byTargets(need, card, capability.get(), need.targets().get())
        : byToolkit(need, card, capability.get());
  }

  private Optional<Finding> driverTooOld(CudaNeed need, Gpu card) {
    Optional<Toolkits.Floor> floor = Toolkits.floor(need.cuda());
    if (floor.isEmpty() || driver.atLeast(Release.of(floor.get().driver()))) {
      return Optional.empty();
    }
    String fact =
        "CUDA "
            + need.cuda()
            + " needs driver "
            + floor.get().driver()
            + " or newer, and this machine has "
            + machine.accelerator().driver();
    if (forwardCompatible(need, card)) {
      return Optional.of(
          finding(
              Verdict.RUNS_WITH_LIMITS,
              need,
              fact + "; cuda-compat is installed, and stands in for it on this card",
              floor.get().source()));
    }
    return Optional.of(finding(Verdict.WILL_NOT_RUN, need, fact, floor.get().source()));
  }

  private boolean forwardCompatible(CudaNeed need, Gpu card) {
    return DATA_CENTER.matcher(card.name()).matches()
        && machine.accelerator().parts().stream()
            .filter(part -> part.name().equals("compat"))
            .map(CudaPart::version)
            .map(Release::of)
            .anyMatch(
                compat ->
                    Toolkits.levelOf(compat)
                        .filter(level -> level.compareTo(need.cuda()) >= 0)
                        .isPresent());
  }

  private Finding byTargets(CudaNeed need, Gpu card, Capability capability, KernelTargets targets) {
    if (targets.hasCodeFor(capability)) {
      return belowMatching(need, card, capability);
    }
    String lacks =
        "it carries code for "
            + targets.spoken()
            + ", and "
            + card.name()
            + " has compute capability "
            + capability;
    if (!targets.canBeCompiledFor(capability)) {
      return finding(Verdict.WILL_NOT_RUN, need, lacks, need.source());
    }
    if (hasLevelOf(need.cuda())) {
      return finding(
          Verdict.RUNS_WITH_LIMITS,
          need,
          lacks + "; the driver compiles its PTX, which makes the first start slow",
          need.source());
    }
    return finding(
        Verdict.WILL_NOT_RUN,
        need,
        lacks + "; driver " + machine.accelerator().driver() + " is too old to compile its PTX",
        need.source());
  }

  private Finding byToolkit(CudaNeed need, Gpu card, Capability capability) {
    Optional<Toolkits.Toolkit> found = Toolkits.find(need.cuda());
    if (found.isEmpty()) {
      return finding(
          Verdict.UNKNOWN, need, "nothing is known of CUDA " + need.cuda(), "the list of toolkits");
    }
    Toolkits.Toolkit toolkit = found.get();
    if (capability.compareTo(toolkit.oldest()) < 0) {
      return finding(
          Verdict.WILL_NOT_RUN,
          need,
          "CUDA "
              + need.cuda()
              + " builds for compute capability "
              + toolkit.oldest()
              + " and later, and "
              + card.name()
              + " has "
              + capability,
          toolkit.source());
    }
    if (capability.major() > toolkit.newest().major()) {
      return finding(
          Verdict.RUNS_WITH_LIMITS,
          need,
          card.name()
              + " ("
              + capability
              + ") is newer than CUDA "
              + need.cuda()
              + ": it runs only what the driver can compile",
          toolkit.source());
    }
    return belowMatching(need, card, capability);
  }

  private Finding belowMatching(CudaNeed need, Gpu card, Capability capability) {
    if (hasLevelOf(need.cuda())) {
      return finding(
          Verdict.RUNS,
          need,
          "driver "
              + machine.accelerator().driver()
              + " runs CUDA "
              + need.cuda()
              + ", and "
              + card.name()
              + " ("
              + capability
              + ") is one of its cards",
          need.source());
    }
    Toolkits.Toolkit toolkit = Toolkits.find(need.cuda()).orElseThrow();
    return finding(
        Verdict.RUNS_WITH_LIMITS,
        need,
        "driver "
            + machine.accelerator().driver()
            + " is older than "
            + toolkit.driver()
            + ", the one of CUDA "
            + need.cuda()
            + ": code that is compiled at run time (PTX) can fail with error 222",
        toolkit.source());
  }

  /** Whether the driver is at least the one that came with that CUDA. */
  private boolean hasLevelOf(CudaVersion cuda) {
    return Toolkits.find(cuda)
        .map(toolkit -> driver.atLeast(Release.of(toolkit.driver())))
        .orElse(true);
  }

  private static Finding finding(Verdict verdict, CudaNeed need, String fact, String source) {
    return new Finding(
        verdict, need.software().spoken(), need.evidence() + "; " + fact, source, "");
  }
}
