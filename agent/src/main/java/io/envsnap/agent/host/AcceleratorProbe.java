package io.envsnap.agent.host;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds out which accelerators, which driver and which pieces of CUDA this machine has; none of
 * them is a fact. Small files are read first, {@code nvidia-smi} is asked only where it exists, and
 * the bus is looked at for cards of which no driver speaks.
 */
final class AcceleratorProbe {
  private final HostTree tree;
  private final CommandRunner commands;
  private final Map<String, String> environment;
  private final Progress progress;

  AcceleratorProbe(
      HostTree tree, CommandRunner commands, Map<String, String> environment, Progress progress) {
    this.tree = tree;
    this.commands = commands;
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * Looks once.
   *
   * @param pythons whose site folders may hold CUDA libraries as wheels
   */
  Accelerator probe(List<PythonInterpreter> pythons) throws IOException {
    NvidiaDriver driver = NvidiaDriver.read(tree);
    NvidiaSmi.Answer answer = new NvidiaSmi(tree, commands, environment, progress).ask();
    List<Gpu> cards = new ArrayList<>(answer.cards());
    if (cards.isEmpty()) {
      cards.addAll(driver.cards());
    }
    cards.addAll(new PciCards(tree, commands).others(cards));
    String version = driver.version().isEmpty() ? answer.driver() : driver.version();
    return new Accelerator(
        version,
        driver.kind(),
        answer.cuda(),
        tpu(),
        cards,
        new CudaPartsProbe(tree, commands).find(pythons),
        hostLibraries());
  }

  /** Colab and Cloud TPU machines say their kind; older ones only that there is one. */
  private String tpu() throws IOException {
    String kind = environment.getOrDefault("TPU_ACCELERATOR_TYPE", "");
    if (kind.matches("[A-Za-z0-9-]{1,32}")) {
      return kind;
    }
    boolean told = environment.containsKey("COLAB_TPU_ADDR");
    return told || tree.status(TreePath.of("/dev/accel0")).isPresent() ? "unknown kind" : "";
  }

  /** Where notebook services keep the driver's own libraries. */
  private List<String> hostLibraries() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder :
        List.of("/usr/lib64-nvidia", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib")) {
      if (!tree.list(tree.resolve(TreePath.of(folder))).isEmpty()) {
        found.add(folder);
      }
    }
    return found;
  }
}
