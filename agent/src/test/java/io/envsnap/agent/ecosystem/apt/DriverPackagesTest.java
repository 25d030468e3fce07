package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverPackagesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvidia-driver-535",
        "nvidia-driver",
        "nvidia-driver-libs",
        "libnvidia-compute-580",
        "libcuda1",
        "libnvidia-ml1",
        "nvidia-kernel-dkms",
        "nvidia-dkms-550-server",
        "nvidia-utils-535",
        "xserver-xorg-video-nvidia-535",
        "cuda-drivers-560",
        "nvidia-smi"
      })
  void belongToTheHost(String name) {
    assertThat(DriverPackages.contains(new PackageId(name, "amd64"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuda-toolkit-12-4",
        "cuda-cudart-12-4",
        "libcudnn9-cuda-12",
        "libcublas-12-4",
        "nvidia-cuda-toolkit",
        "nvidia-cudnn",
        "nvidia-container-toolkit",
        "libnvidia-container1",
        "libcudart12",
        "libnccl2"
      })
  void leaveTheToolkitToTheSession(String name) {
    assertThat(DriverPackages.contains(new PackageId(name, "amd64"))).isFalse();
  }
}
