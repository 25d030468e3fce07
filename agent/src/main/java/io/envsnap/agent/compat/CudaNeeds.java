package io.envsnap.agent.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a set of packages asks of CUDA, framework by framework: mixed sets are normal, and the
 * highest CUDA of all packages would be nobody's need.
 */
final class CudaNeeds {
  private static final Pattern LOCAL = Pattern.compile("cu(\\d{2,3})(?:[a-z].*)?");
  private static final Pattern OLD_JAX = Pattern.compile("cuda(\\d{2})(?:\\..*)?");
  private static final Pattern NAMED = Pattern.compile(".*-(?:cu|cuda)(\\d{2,3})x?(?:-.*)?");
  private static final Pattern APT =
      Pattern.compile(
          "(?:cuda-(?:toolkit|runtime|libraries|cudart|nvcc)|libcudart|libnvrtc|libcublas)"
              + "-?(\\d{1,2})[.-](\\d)(?:-\\d.*)?");
  private static final List<String> FRAMEWORKS =
      List.of("torch", "tensorflow", "onnxruntime-gpu", "jaxlib");

  private final List<Software> packages;

  CudaNeeds(List<Software> packages) {
    this.packages = List.copyOf(packages);
  }

  List<CudaNeed> find() {
    List<CudaNeed> needs = new ArrayList<>();
    for (Software software : packages) {
      (software.ecosystem().equals("apt") ? ofDebian(software) : ofWheel(software))
          .ifPresent(needs::add);
    }
    return needs;
  }

  private static Optional<CudaNeed> ofDebian(Software software) {
    Matcher matcher = APT.matcher(software.name());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    CudaVersion cuda =
        new CudaVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    return Optional.of(need(software, cuda, "the name of the package says so", "its name"));
  }

  private Optional<CudaNeed> ofWheel(Software software) {
    String tag = software.localTag();
    Optional<Build> build =
        Build.find(software.name(), software.version(), tag.startsWith("cu") ? tag : "");
    if (build.isPresent() && (tag.isEmpty() || build.get().tag().equals(tag))) {
      Build known = build.get();
      return Optional.of(
          new CudaNeed(
              software,
              pinned(software).filter(pin -> tag.isEmpty()).orElse(known.cuda()),
              targets(software).or(known::targets),
              "this build was made with CUDA " + known.cuda(),
              known.source()));
    }
    return byName(software, tag);
  }

  private Optional<CudaNeed> byName(Software software, String tag) {
    Matcher local = LOCAL.matcher(tag);
    if (local.matches()) {
      CudaVersion cuda = CudaVersion.ofDigits(local.group(1));
      return Optional.of(need(software, cuda, "its version says so", "its version"));
    }
    Matcher jax = OLD_JAX.matcher(tag);
    if (jax.matches()) {
      CudaVersion cuda = new CudaVersion(Integer.parseInt(jax.group(1)), 0);
      return Optional.of(need(software, cuda, "its version says so", "its version"));
    }
    if (!tag.isEmpty()) {
      return Optional.empty();
    }
    if (FRAMEWORKS.contains(software.name()) || targets(software).isPresent()) {
      return pinned(software)
          .map(pin -> need(software, pin, "the CUDA packages beside it say so", "their versions"));
    }
    Matcher named = NAMED.matcher(software.name());
    if (named.matches() && !software.name().startsWith("nvidia-")) {
      String digits = named.group(1);
      boolean majorOnly = digits.length() == 2 && Integer.parseInt(digits) < 20;
      CudaVersion cuda =
          majorOnly ? new CudaVersion(Integer.parseInt(digits), 0) : CudaVersion.ofDigits(digits);
      return Optional.of(need(software, cuda, "its name says so", "its name"));
    }
    return Optional.empty();
  }

  private static CudaNeed need(
      Software software, CudaVersion cuda, String evidence, String source) {
    return new CudaNeed(
        software,
        cuda,
        targets(software),
        "it was built with CUDA " + cuda + ": " + evidence,
        source);
  }

  private static Optional<KernelTargets> targets(Software software) {
    return KernelTargets.parse(software.targets());
  }

  /** The CUDA of the packages that a framework's dependencies brought into the same folder. */
  private Optional<CudaVersion> pinned(Software framework) {
    List<String> witnesses =
        List.of(
            "cuda-toolkit",
            "nvidia-cuda-runtime",
            "nvidia-cuda-runtime-cu12",
            "nvidia-cuda-runtime-cu11");
    return witnesses.stream()
        .flatMap(
            witness ->
                packages.stream()
                    .filter(
                        one -> one.name().equals(witness) && one.scope().equals(framework.scope())))
        .map(one -> CudaVersion.parse(one.version()))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
