package io.envsnap.cli.output;

import io.envsnap.agent.DoctorReport;
import io.envsnap.agent.compat.Explanation;
import io.envsnap.agent.compat.Finding;
import io.envsnap.agent.compat.Verdict;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import java.util.List;

/** Says how a machine is, on one page. */
public final class DoctorPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public DoctorPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the whole page. */
  public void print(DoctorReport report) {
    machine(report.host());
    accelerator(report.host().accelerator());
    store(report);
    new WatchFactsPrinter(console, json).print(report.watch());
    for (DoctorReport.Place place : report.places()) {
      disk(place);
    }
    findings(report);
  }

  /** Prints what a message means, and which of the findings explain it. */
  public void print(Explanation explanation, DoctorReport report) {
    if (json) {
      console.data(
          JsonLine.of("explanation")
              .put("message", explanation.said())
              .put("meaning", explanation.meaning())
              .put("cure", explanation.cure())
              .put("source", explanation.source())
              .text());
    } else {
      console.data("`" + explanation.said() + "` means: " + explanation.meaning());
      console.data("  source: " + explanation.source());
      console.data("  what to do: " + explanation.cure());
    }
    if (explanation.aboutCards()) {
      accelerator(report.host().accelerator());
      report.findings().stream()
          .filter(finding -> finding.verdict() != Verdict.RUNS)
          .forEach(this::finding);
    }
  }

  private void machine(HostFacts host) {
    String image = host.image().isEmpty() ? "" : ", image " + host.image();
    line("machine", host.os() + ", " + host.architecture() + ", kernel " + host.kernel() + image);
    line("processor", host.processor() + ", " + Words.size(host.memoryBytes()) + " of memory");
    line("glibc", host.glibc());
    host.pythons()
        .forEach(python -> line("python", python.version() + " at " + python.path().value()));
  }

  private void accelerator(Accelerator accelerator) {
    for (Gpu gpu : accelerator.gpus()) {
      String memory = gpu.memoryMiB() == 0 ? "" : ", " + gpu.memoryMiB() + " MiB";
      String capability =
          gpu.computeCapability().isEmpty()
              ? ""
              : ", compute capability " + gpu.computeCapability();
      String mig = gpu.mig().equals("enabled") ? ", cut into instances (MIG)" : "";
      line("card", gpu.name() + memory + capability + mig);
    }
    if (accelerator.gpus().isEmpty()) {
      line("card", "none");
    }
    if (!accelerator.driver().isEmpty()) {
      String kind = accelerator.driverKind().isEmpty() ? "" : " (" + accelerator.driverKind() + ")";
      String cuda = accelerator.cuda().isEmpty() ? "" : ", runs CUDA up to " + accelerator.cuda();
      line("driver", accelerator.driver() + kind + cuda);
    }
    if (!accelerator.tpu().isEmpty()) {
      line("tpu", accelerator.tpu());
    }
    for (CudaPart part : accelerator.parts()) {
      line(part.name(), part.version() + " from " + part.from());
    }
    accelerator.hostLibraries().forEach(folder -> line("driver libraries", folder));
  }

  private void disk(DoctorReport.Place place) {
    String what =
        Words.size(place.freeBytes()) + " free for " + place.what() + " (" + place.path() + ")";
    if (json) {
      console.data(
          JsonLine.of("status")
              .put("about", "disk")
              .put("what", what)
              .put("path", place.path())
              .put("freeBytes", place.freeBytes())
              .text());
    } else {
      console.data("disk: " + what);
    }
  }

  private void store(DoctorReport report) {
    boolean usable = report.storeProblem().isEmpty();
    String what =
        usable
            ? report.store()
                + ", "
                + report.storeAccess()
                + ", "
                + Words.count(report.names(), "names")
            : report.store() + ": " + report.storeProblem();
    if (json) {
      console.data(
          JsonLine.of("status")
              .put("about", "store")
              .put("what", what)
              .put("address", report.store())
              .put("reachable", usable)
              .put("access", report.storeAccess())
              .put("problem", report.storeProblem())
              .put("dies", report.storeLife().dies())
              .put("later", report.storeLife().later())
              .put("names", report.names())
              .text());
    } else {
      console.data("store: " + what);
    }
    if (!usable) {
      return;
    }
    if (!report.storeLife().dies().isEmpty()) {
      console.warn("the store dies with this machine: " + report.storeLife().dies());
    }
    if (!report.storeLife().later().isEmpty()) {
      console.warn(report.storeLife().later());
    }
  }

  private void findings(DoctorReport report) {
    List<Finding> objections =
        report.findings().stream().filter(finding -> finding.verdict() != Verdict.RUNS).toList();
    if (report.findings().isEmpty()) {
      line("packages", report.judged() + " need no card");
    } else if (objections.isEmpty()) {
      line(
          "packages",
          Words.count(report.findings().size(), "packages")
              + " of "
              + report.judged()
              + " that"
              + " need a card run here");
    }
    report.findings().forEach(this::finding);
  }

  private void finding(Finding finding) {
    if (json) {
      console.data(
          JsonLine.of("finding")
              .put("verdict", finding.verdict().spoken())
              .put("subject", finding.subject())
              .put("fact", finding.fact())
              .put("source", finding.source())
              .put("cure", finding.cure())
              .text());
      return;
    }
    console.data(finding.subject() + ": " + finding.verdict().spoken());
    console.data("  " + finding.fact() + " [" + finding.source() + "]");
    if (!finding.cure().isEmpty()) {
      console.data("  what to do: " + finding.cure());
    }
  }

  private void line(String about, String what) {
    if (json) {
      console.data(JsonLine.of("status").put("about", about).put("what", what).text());
    } else {
      console.data(about + ": " + what);
    }
  }
}
