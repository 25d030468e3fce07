package io.envsnap.agent.ecosystem.apt;

import java.util.regex.Pattern;

/**
 * The NVIDIA driver's packages: they have to fit the host's kernel module, so a session never owns
 * them. The CUDA toolkit is no part of the driver.
 */
final class DriverPackages {
  private static final Pattern NAME =
      Pattern.compile(
          "nvidia-(?:driver|dkms|kernel|utils|settings|compute|modprobe|persistenced|smi|alternative"
              + "|legacy|tesla|open|firmware|headless|opencl-icd|egl|vulkan|vdpau|support|installer|suspend).*"
              + "|libnvidia-(?!container).*"
              + "|lib(?:cuda1|cudadebugger1|nvcuvid1|nvoptix1|nvidia.*|egl-nvidia0|gl1-nvidia.*|glx-nvidia0"
              + "|gles-nvidia[12]|vdpau-nvidia|nvtegrahv)(?:-.*)?"
              + "|xserver-xorg-video-nvidia.*|cuda-drivers.*|cuda-compat.*|firmware-nvidia.*"
              + "|linux-(?:modules|objects|signatures)-nvidia.*");
  private static final Pattern CONTAINER = Pattern.compile("libnvidia-container.*");

  private DriverPackages() {}

  static boolean contains(PackageId id) {
    return NAME.matcher(id.name()).matches() && !CONTAINER.matcher(id.name()).matches();
  }
}
