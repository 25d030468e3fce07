package io.envsnap.agent.compat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RuntimeError: CUDA error: no kernel image is available for execution on the device | 209",
        "Tesla P100 with CUDA capability sm_60 is not compatible with the current PyTorch"
            + " installation. | torch",
        "Minimum and Maximum cuda capability supported by this version of PyTorch is (7.0) -"
            + " (12.0) | torch",
        "CUDA driver version is insufficient for CUDA runtime version | error 35",
        "the provided PTX was compiled with an unsupported toolchain. | error 222",
        "forward compatibility was attempted on non supported HW | error 804",
        "system has unsupported display driver / cuda driver combination | error 803",
        "Failed to initialize NVML: Driver/library version mismatch | NVML",
        "RuntimeError: Found no NVIDIA driver on your system. | error 100",
        "RuntimeError: No CUDA-capable device is detected | error 100",
        "AssertionError: Torch not compiled with CUDA enabled | torch",
        "CUDA error: invalid device function | error 98",
        "ImportError: libcudart.so.8.0: cannot open shared object file | loader",
        "ImportError: libcudnn.so.8: cannot open shared object file | loader",
        "CUDNN_STATUS_SUBLIBRARY_LOADING_FAILED | cuDNN"
      })
  void saysWhatKnownTextsMean(String text, String source) {
    assertThat(Explanation.of("Traceback:\n" + text + "\n").orElseThrow())
        .satisfies(found -> assertThat(found.source()).contains(source))
        .satisfies(found -> assertThat(found.meaning()).isNotEmpty())
        .satisfies(found -> assertThat(found.cure()).isNotEmpty());
  }

  @Test
  void readsTheLevelThatTorchFound() {
    assertThat(
            Explanation.of("The NVIDIA driver on your system is too old (found version 12040).")
                .orElseThrow()
                .meaning())
        .contains("CUDA 12.4");
  }

  @Test
  void aMessageThatIsBrokenIntoLinesIsReadAllTheSame() {
    assertThat(Explanation.of("no kernel image is available\n  for execution on the device"))
        .isPresent();
  }

  @Test
  void whatNobodyKnowsIsNotExplained() {
    assertThat(Explanation.of("SyntaxError: invalid syntax")).isEmpty();
    assertThat(Explanation.of("")).isEmpty();
  }
}
