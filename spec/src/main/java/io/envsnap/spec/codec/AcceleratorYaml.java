package io.envsnap.spec.codec;

import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@code accelerator} section of a lockfile, both ways. */
final class AcceleratorYaml {
  private static final Set<String> KEYS =
      Set.of("driver", "driverKind", "cuda", "tpu", "gpus", "parts", "hostLibraries");
  private static final Set<String> GPU_KEYS =
      Set.of("name", "memoryMiB", "computeCapability", "uuid", "pci", "mig");
  private static final Set<String> PART_KEYS = Set.of("name", "version", "from");

  private AcceleratorYaml() {}

  static Optional<Accelerator> read(YamlInput input, YamlFields root) throws FormatException {
    Optional<YamlNode> node = root.find(LockfileKeys.ACCELERATOR);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    YamlFields fields = YamlFields.of(input, node.get(), "`accelerator`").onlyThese(KEYS);
    List<Gpu> gpus = new ArrayList<>();
    for (YamlFields gpu : fields.records("gpus", GPU_KEYS)) {
      gpus.add(gpu(gpu));
    }
    List<CudaPart> parts = new ArrayList<>();
    for (YamlFields part : fields.records("parts", PART_KEYS)) {
      parts.add(new CudaPart(part.requireText("name"), part.text("version"), part.text("from")));
    }
    List<String> folders = new ArrayList<>();
    for (YamlNode folder : fields.items("hostLibraries")) {
      folders.add(fields.textOf("hostLibraries", folder).text());
    }
    return Optional.of(
        new Accelerator(
            fields.text("driver"),
            fields.text("driverKind"),
            fields.text("cuda"),
            fields.text("tpu"),
            gpus,
            parts,
            folders));
  }

  private static Gpu gpu(YamlFields gpu) throws FormatException {
    Optional<YamlNode> memory = gpu.find("memoryMiB");
    return new Gpu(
        gpu.text("name"),
        memory.isEmpty() ? 0 : gpu.count("memoryMiB", memory.get()),
        gpu.text("computeCapability"),
        gpu.text("uuid"),
        gpu.text("pci"),
        gpu.text("mig"));
  }

  static void write(Accelerator accelerator, StringBuilder out) {
    out.append(LockfileKeys.ACCELERATOR).append(":\n");
    line("driver", accelerator.driver(), out);
    line("driverKind", accelerator.driverKind(), out);
    line("cuda", accelerator.cuda(), out);
    line("tpu", accelerator.tpu(), out);
    out.append(accelerator.gpus().isEmpty() ? "  gpus: []\n" : "  gpus:\n");
    for (Gpu gpu : accelerator.gpus()) {
      FlowLine line = item(out).emptyToo("name", gpu.name());
      line.number("memoryMiB", gpu.memoryMiB()).text("computeCapability", gpu.computeCapability());
      end(line.text("uuid", gpu.uuid()).text("pci", gpu.pci()).text("mig", gpu.mig()), out);
    }
    if (!accelerator.parts().isEmpty()) {
      out.append("  parts:\n");
    }
    for (CudaPart part : accelerator.parts()) {
      FlowLine line = item(out).emptyToo("name", part.name());
      end(line.text("version", part.version()).text("from", part.from()), out);
    }
    if (!accelerator.hostLibraries().isEmpty()) {
      out.append("  hostLibraries: [");
      String separator = "";
      for (String folder : accelerator.hostLibraries()) {
        YamlText.append(folder, out.append(separator));
        separator = ", ";
      }
      out.append("]\n");
    }
  }

  private static void line(String key, String text, StringBuilder out) {
    if (!text.isEmpty()) {
      out.append("  ").append(key).append(": ");
      YamlText.append(text, out);
      out.append('\n');
    }
  }

  private static FlowLine item(StringBuilder out) {
    return FlowLine.start(out.append("    - "));
  }

  private static void end(FlowLine line, StringBuilder out) {
    line.end();
    out.append('\n');
  }
}
