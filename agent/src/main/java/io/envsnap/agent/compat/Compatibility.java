package io.envsnap.agent.compat;

import io.envsnap.spec.lockfile.Gpu;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges a set of packages for a machine. Pure: the same packages and facts give the same findings.
 */
public final class Compatibility {
  private final MachineFacts machine;

  /** For that machine. */
  public Compatibility(MachineFacts machine) {
    this.machine = machine;
  }

  /** One finding a package and kind of card, and more where other rules object; worst first. */
  public List<Finding> judge(List<Software> packages) {
    List<Finding> findings = new ArrayList<>(new OtherAccelerators(machine).judge(packages));
    for (CudaNeed need : new CudaNeeds(packages).find()) {
      findings.addAll(cuda(need));
    }
    findings.addAll(new MissingLibraries(machine).judge(packages));
    findings.addAll(new ProcessorRules(machine).judge(packages));
    findings.sort(
        Comparator.comparing(Finding::verdict).reversed().thenComparing(Finding::subject));
    return findings;
  }

  /** The worst verdict of them; {@link Verdict#RUNS} where there are none. */
  public static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.RUNS);
  }

  /** Whether the machine has a card with a driver at all. */
  public boolean hasCuda() {
    return !machine.accelerator().driver().isEmpty() && !nvidia().isEmpty();
  }

  private List<Finding> cuda(CudaNeed need) {
    if (!hasCuda()) {
      return List.of(withoutCard(need));
    }
    CudaJudge judge = new CudaJudge(machine);
    Cures cures = new Cures(judge, nvidia());
    List<Finding> findings = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Gpu card : nvidia()) {
      if (seen.add(card.name() + card.computeCapability())) {
        Finding finding = judge.judge(need, card);
        boolean fine = finding.verdict() == Verdict.RUNS || finding.verdict() == Verdict.UNKNOWN;
        findings.add(fine ? finding : finding.curedBy(cures.of(need)));
      }
    }
    return findings;
  }

  private Finding withoutCard(CudaNeed need) {
    boolean card = !nvidia().isEmpty();
    return new Finding(
        Verdict.RUNS_WITH_LIMITS,
        need.software().spoken(),
        need.evidence()
            + (card
                ? "; this machine has a card, but no NVIDIA driver"
                : "; this machine has no NVIDIA card, so it computes on the processor, if it can"),
        need.source(),
        card ? "" : "Choose a machine or a runtime with a card");
  }

  private List<Gpu> nvidia() {
    return machine.accelerator().gpus().stream()
        .filter(gpu -> !gpu.name().startsWith("AMD ") && !gpu.name().startsWith("Intel "))
        .toList();
  }
}
