package io.envsnap.agent.compat;

import io.envsnap.spec.lockfile.CudaPart;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MXNet's wheels link against the CUDA of their name without bringing it or asking for it: they
 * install anywhere and fail at import (libcudart.so.8.0 of mxnet-cu80, read in the wheel 2026-11).
 */
final class MissingLibraries {
  private static final Pattern MXNET = Pattern.compile("mxnet-cu(\\d{2,3})(?:mkl)?");

  private final MachineFacts machine;

  MissingLibraries(MachineFacts machine) {
    this.machine = machine;
  }

  List<Finding> judge(List<Software> packages) {
    List<Finding> findings = new ArrayList<>();
    for (Software software : packages) {
      Matcher matcher = MXNET.matcher(software.name());
      if (matcher.matches()) {
        CudaVersion cuda = CudaVersion.ofDigits(matcher.group(1));
        if (!hasToolkit(cuda) && !hasRuntime(packages, cuda)) {
          findings.add(
              new Finding(
                  Verdict.WILL_NOT_RUN,
                  software.spoken(),
                  "it needs libcudart.so."
                      + cuda
                      + ", which neither this machine nor a recorded package has",
                  "the NEEDED entries of the wheel, read 2026-11",
                  "Install CUDA " + cuda + "'s runtime libraries"));
        }
      }
    }
    return findings;
  }

  private boolean hasToolkit(CudaVersion cuda) {
    return machine.accelerator().parts().stream()
        .filter(part -> part.name().equals("toolkit"))
        .map(CudaPart::version)
        .anyMatch(version -> CudaVersion.parse(version).filter(cuda::equals).isPresent());
  }

  private static boolean hasRuntime(List<Software> packages, CudaVersion cuda) {
    String dotted = cuda.toString();
    return packages.stream()
        .filter(one -> one.ecosystem().equals("apt"))
        .map(Software::name)
        .anyMatch(
            name ->
                name.equals("libcudart" + dotted)
                    || name.equals("cuda-cudart-" + dotted.replace('.', '-'))
                    || name.equals("cuda-runtime-" + dotted.replace('.', '-'))
                    || name.equals("cuda-toolkit-" + dotted.replace('.', '-')));
  }
}
