package io.envsnap.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorTextTest {
  private static final List<String> FIELDS =
      List.of("name", "memory.total", "driver_version", "compute_cap", "uuid", "pci.bus_id");

  @Test
  void readsTheDriverOfBothKernelModules() {
    assertThat(NvidiaProcText.version(Fixtures.lines("proprietary.nvrm"))).contains("375.74");
    assertThat(NvidiaProcText.kind(Fixtures.lines("proprietary.nvrm"))).isEqualTo("proprietary");
    assertThat(NvidiaProcText.version(Fixtures.lines("open.nvrm"))).contains("550.144.03");
    assertThat(NvidiaProcText.kind(Fixtures.lines("open.nvrm"))).isEqualTo("open");
    assertThat(NvidiaProcText.moduleVersion("550.144.03\n")).contains("550.144.03");
    assertThat(NvidiaProcText.moduleVersion("")).isEmpty();
    assertThat(NvidiaProcText.kind(List.of())).isEmpty();
  }

  @Test
  void readsCardsAndTheirGaps() {
    String t4 =
        "Tesla T4, 15360, 580.82.07, 7.5, GPU-1f2e3d4c-0000-1111-2222-333344445555,"
            + " 00000000:00:04.0";
    NvidiaSmi.Answer answer = NvidiaSmiText.answer(FIELDS, List.of(t4));
    assertThat(answer.driver()).isEqualTo("580.82.07");
    assertThat(answer.cards())
        .containsExactly(
            new Gpu(
                "Tesla T4",
                15360,
                "7.5",
                "GPU-1f2e3d4c-0000-1111-2222-333344445555",
                "00000000:00:04.0",
                ""));
    assertThat(
            NvidiaSmiText.answer(
                    FIELDS, List.of("NVIDIA GB10, [N/A], 580.95.05, 12.1, [N/A], [N/A]"))
                .cards())
        .containsExactly(new Gpu("NVIDIA GB10", 0, "12.1"));
    assertThat(NvidiaSmiText.answer(FIELDS, List.of("No devices were found")).cards()).isEmpty();
  }

  @Test
  void readsACardThatIsCutIntoInstances() {
    List<String> fields = List.of("name", "memory.total", "mig.mode.current");
    assertThat(
            NvidiaSmiText.answer(
                    fields,
                    List.of(
                        "NVIDIA A100-SXM4-40GB, 40960, Enabled",
                        "NVIDIA A100-SXM4-40GB, 40960, [N/A]"))
                .cards())
        .extracting(Gpu::mig)
        .containsExactly("enabled", "");
  }

  @Test
  void namesTheFieldThatAnOldDriverRefuses() {
    assertThat(NvidiaSmiText.refusedField(Fixtures.text("old-driver.nvidia-smi")))
        .contains("compute_cap");
    assertThat(NvidiaSmiText.refusedField("Tesla T4, 15360")).isEmpty();
  }

  @Test
  void readsTheCudaVersionOfTheDriverFromTheBanner() {
    assertThat(NvidiaSmiText.cuda(Fixtures.lines("banner.nvidia-smi"))).contains("13.0");
    assertThat(NvidiaSmiText.cuda(List.of("CUDA Version: N/A"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Tesla K80, 3.7",
    "Tesla P4, 6.1",
    "Tesla P100-PCIE-16GB, 6.0",
    "Tesla T4, 7.5",
    "Tesla V100-SXM2-16GB, 7.0",
    "NVIDIA L4, 8.9",
    "NVIDIA A10G, 8.6",
    "NVIDIA A100-SXM4-40GB, 8.0",
    "NVIDIA H100 80GB HBM3, 9.0",
    "NVIDIA H200, 9.0",
    "NVIDIA RTX PRO 6000 Blackwell Server Edition, 12.0",
    "NVIDIA RTX 6000 Ada Generation, 8.9",
    "Quadro RTX 6000, 7.5",
    "NVIDIA RTX A6000, 8.6",
    "NVIDIA GeForce RTX 3090 Ti, 8.6",
    "NVIDIA GeForce RTX 4090, 8.9",
    "NVIDIA B200, 10.0",
    "Quadro FX 380, ''",
    "Tesla T40, ''",
    "AMD Instinct MI210, ''"
  })
  void knowsTheCapabilityOfCardsWhoseDriverDoesNotTell(String name, String capability) {
    assertThat(CardNames.computeCapability(name)).isEqualTo(capability);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. | 9 | ''",
        "No devices were found | 6 | sees no card",
        "Failed to initialize NVML: Driver/library version mismatch | 18 | differ in version",
        "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. | 12 | ldconfig",
        "Unable to determine the device handle for GPU 0000:00:04.0: GPU is lost. | 15 | is lost",
        "something new | 77 | ended with 77",
        "'' | 6 | sees no card"
      })
  void saysWhatItMeansWhenNvidiaSmiFails(String said, int exit, String told) {
    assertThat(SmiFailure.of(said, exit).orElse("")).contains(told);
    assertThat(SmiFailure.of(said, exit).isEmpty()).isEqualTo(told.isEmpty());
  }

  @Test
  void writesThePlaceOfACardInOneForm() {
    assertThat(PciAddress.canonical("0000:00:04.0")).isEqualTo("00000000:00:04.0");
    assertThat(PciAddress.canonical("00000000:3B:00.0")).isEqualTo("00000000:3b:00.0");
    assertThat(PciAddress.canonical("00:04.0")).isEqualTo("00000000:00:04.0");
    assertThat(PciAddress.canonical("[N/A]")).isEmpty();
  }

  @Test
  void readsNamesFromTheBus() {
    assertThat(PciText.names(Fixtures.lines("cards.lspci")))
        .isEqualTo(
            Map.of(
                "00000000:00:04.0", "NVIDIA Tesla T4",
                "00000000:03:00.0", "AMD Instinct MI210",
                "00000000:00:02.0", "Intel UHD Graphics 630"));
    assertThat(PciText.isCard("0x030200")).isTrue();
    assertThat(PciText.isCard("0x120000")).isTrue();
    assertThat(PciText.isCard("0x020000")).isFalse();
  }

  @Test
  void readsTheVersionsOfToolkits() {
    assertThat(
            CudaPartText.versionJson(
                "{\"cuda\" : {\"name\" : \"CUDA SDK\", \"version\" : \"12.8.1\"},"
                    + " \"cuda_cudart\" : {\"version\" : \"12.8.90\"}}"))
        .contains("12.8.1");
    assertThat(CudaPartText.versionTxt("CUDA Version 10.1.243\n")).contains("10.1.243");
    assertThat(CudaPartText.versionJson("{}")).isEmpty();
  }

  @Test
  void recognisesLibrariesAmongPackagesAndWheels() {
    assertThat(
            CudaPartText.packages(
                List.of(
                    "installed libcudnn9-cuda-12 9.8.0.87-1",
                    "installed libcudnn9-dev-cuda-12 9.8.0.87-1",
                    "installed libcudnn9-dev 9.8.0.87-1",
                    "installed libnccl2 2.25.1-1+cuda12.8",
                    "config-files cuda-compat-12-4 550.54.15-1",
                    "installed cuda-compat-12-8 570.124.06-1")))
        .contains(
            new CudaPart("cudnn", "9.8.0.87-1", "apt libcudnn9-cuda-12"),
            new CudaPart("nccl", "2.25.1-1+cuda12.8", "apt libnccl2"),
            new CudaPart("compat", "570.124.06-1", "apt cuda-compat-12-8"))
        .doesNotContain(
            new CudaPart("cudnn", "9.8.0.87-1", "apt libcudnn9-dev"),
            new CudaPart("compat", "550.54.15-1", "apt cuda-compat-12-4"));
    assertThat(CudaPartText.wheel("nvidia_cudnn_cu12-9.10.2.21.dist-info"))
        .contains(new CudaPart("cudnn", "9.10.2.21", "pip nvidia-cudnn-cu12"));
    assertThat(CudaPartText.wheel("nvidia_nccl-3.0.1.dist-info"))
        .contains(new CudaPart("nccl", "3.0.1", "pip nvidia-nccl"));
    assertThat(CudaPartText.wheel("numpy-2.1.0.dist-info")).isEmpty();
  }
}
