package io.envsnap.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceleratorProbeTest {
  private static final Map<String, String> SHELL = Map.of("PATH", "/usr/bin");
  private static final String QUERY = "/usr/bin/nvidia-smi --query-gpu";
  private static final Gpu T4 =
      new Gpu(
          "Tesla T4",
          15360,
          "7.5",
          "GPU-00000000-1111-2222-3333-444444444444",
          "00000000:00:04.0",
          "");

  @TempDir private Path root;
  private FolderTree tree;
  private final ScriptedCommands commands = new ScriptedCommands();
  private final Warnings warnings = new Warnings();

  @BeforeEach
  void machine() {
    tree = new FolderTree(root);
  }

  private Accelerator probe(Map<String, String> environment) throws IOException {
    PythonInterpreter python =
        new PythonInterpreter(
            TreePath.of("/usr/bin/python3"),
            "3.11.2",
            "cpython-311-x86_64-linux-gnu",
            TreePath.of("/usr"),
            TreePath.of("/usr"),
            List.of(TreePath.of("/usr/local/lib/python3.11/dist-packages")));
    return new AcceleratorProbe(tree, commands, environment, warnings).probe(List.of(python));
  }

  @Test
  void aMachineWithoutAnyHasNone() throws IOException {
    assertThat(probe(SHELL)).isEqualTo(Accelerator.NONE);
    assertThat(warnings.sentences()).isEmpty();
  }

  @Test
  void readsCardsAndDriverAsColabHasThem() throws IOException {
    tree.file("/sys/module/nvidia/version", "580.82.07\n")
        .file("/proc/driver/nvidia/version", Fixtures.text("open.nvrm"))
        .file("/usr/lib64-nvidia/libcuda.so.1", "")
        .program("/opt/bin/nvidia-smi");
    commands
        .says("/opt/bin/nvidia-smi --query-gpu", Fixtures.text("t4.nvidia-smi"))
        .says("/opt/bin/nvidia-smi", Fixtures.text("banner.nvidia-smi"));
    Accelerator found = probe(Map.of("LD_LIBRARY_PATH", "/usr/lib64-nvidia"));
    assertThat(found)
        .isEqualTo(
            new Accelerator(
                "580.82.07",
                "open",
                "13.0",
                "",
                List.of(T4),
                List.of(),
                List.of("/usr/lib64-nvidia")));
    assertThat(commands.asked())
        .filteredOn(command -> command.words().get(0).endsWith("nvidia-smi"))
        .hasSize(2)
        .allSatisfy(
            command ->
                assertThat(command.environment())
                    .containsEntry("LD_LIBRARY_PATH", "/usr/lib64-nvidia"));
  }

  @Test
  void twoCardsStandInTheDriversOrder() throws IOException {
    tree.program("/usr/bin/nvidia-smi");
    commands.says(QUERY, Fixtures.text("two.nvidia-smi"));
    assertThat(probe(SHELL).gpus()).extracting(Gpu::name).containsExactly("Tesla T4", "Tesla T4");
    assertThat(probe(SHELL).driver()).isEqualTo("580.82.07");
  }

  @Test
  void asksAnOldDriverAgainWithoutTheFieldsThatItLacks() throws IOException {
    tree.program("/usr/bin/nvidia-smi");
    String most = "=name,memory.total,driver_version,";
    commands
        .ends(QUERY + most + "compute_cap", 2, Fixtures.text("old-driver.nvidia-smi"), "")
        .ends(
            QUERY + most + "uuid,pci.bus_id,mig.mode.current",
            6,
            "",
            "Field \"mig.mode.current\" is not a valid field to query.\n")
        .says(
            QUERY + most + "uuid,pci.bus_id ",
            "Tesla K80, 11441, 418.67, GPU-1, 00000000:00:04.0\n");
    assertThat(probe(SHELL).gpus())
        .containsExactly(new Gpu("Tesla K80", 11441, "3.7", "GPU-1", "00000000:00:04.0", ""));
  }

  @Test
  void aDriverWithoutItsProgramStillNamesItsCards() throws IOException {
    tree.file("/sys/module/nvidia/version", "550.144.03\n")
        .file("/proc/driver/nvidia/gpus/0000:00:04.0/information", Fixtures.text("t4.information"));
    assertThat(probe(SHELL).gpus())
        .containsExactly(new Gpu("Tesla T4", 0, "7.5", "", "00000000:00:04.0", ""));
  }

  @Test
  void aRuntimeWithoutDriverIsAFactAndNoWarning() throws IOException {
    tree.program("/usr/bin/nvidia-smi");
    commands.ends(QUERY, 9, Fixtures.text("no-driver.nvidia-smi"), "");
    assertThat(probe(SHELL)).isEqualTo(Accelerator.NONE);
    assertThat(warnings.sentences()).isEmpty();
  }

  @Test
  void aDriverThatDiffersFromItsLibrariesIsSaid() throws IOException {
    tree.program("/usr/bin/nvidia-smi").file("/sys/module/nvidia/version", "550.144.03\n");
    commands.ends(QUERY, 18, "Failed to initialize NVML: Driver/library version mismatch\n", "");
    assertThat(probe(SHELL).driver()).isEqualTo("550.144.03");
    assertThat(warnings.sentences()).singleElement().asString().contains("differ in version");
  }

  @Test
  void cardsOfOtherMakersAreNamedByTheBus() throws IOException {
    tree.file("/sys/devices/pci0/0000:03:00.0/vendor", "0x1002\n")
        .file("/sys/devices/pci0/0000:03:00.0/class", "0x120000\n")
        .file("/sys/devices/pci0/0000:03:00.0/device", "0x740f\n")
        .file("/sys/devices/pci0/0000:00:03.0/vendor", "0x8086\n")
        .file("/sys/devices/pci0/0000:00:03.0/class", "0x020000\n")
        .link("/sys/bus/pci/devices/0000:03:00.0", "../../../devices/pci0/0000:03:00.0")
        .link("/sys/bus/pci/devices/0000:00:03.0", "../../../devices/pci0/0000:00:03.0");
    assertThat(probe(SHELL).gpus())
        .containsExactly(new Gpu("AMD 0x740f", 0, "", "", "00000000:03:00.0", ""));
    commands.says("lspci -D -mm", Fixtures.text("cards.lspci"));
    assertThat(probe(SHELL).gpus()).extracting(Gpu::name).containsExactly("AMD Instinct MI210");
  }

  @Test
  void aTpuIsNamedByItsKind() throws IOException {
    assertThat(probe(Map.of("TPU_ACCELERATOR_TYPE", "v5e-1")).tpu()).isEqualTo("v5e-1");
    assertThat(probe(Map.of("COLAB_TPU_ADDR", "10.0.0.2:8470")).tpu()).isEqualTo("unknown kind");
  }

  @Test
  void findsToolkitsOnceAndLibrariesWhereverTheyLie() throws IOException {
    tree.file(
            "/usr/local/cuda-12.8/version.json",
            "{\"cuda\": {\"name\": \"CUDA SDK\", \"version\": \"12.8.1\"}}")
        .link("/usr/local/cuda", "/usr/local/cuda-12.8")
        .folder("/usr/local/lib/python3.11/dist-packages/nvidia_cudnn_cu12-9.10.2.21.dist-info");
    commands.ends("dpkg-query -W", 1, "installed libnccl2 2.25.1-1+cuda12.8\n", "no such");
    assertThat(probe(SHELL).parts())
        .containsExactly(
            new CudaPart("cudnn", "9.10.2.21", "pip nvidia-cudnn-cu12"),
            new CudaPart("nccl", "2.25.1-1+cuda12.8", "apt libnccl2"),
            new CudaPart("toolkit", "12.8.1", "/usr/local/cuda-12.8"));
  }
}
