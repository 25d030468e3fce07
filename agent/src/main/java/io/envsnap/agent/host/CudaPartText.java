package io.envsnap.agent.host;

import io.envsnap.spec.lockfile.CudaPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises pieces of CUDA in what toolkits, dpkg and site folders say. */
final class CudaPartText {
  private static final Pattern WHEEL =
      Pattern.compile("nvidia_(cudnn|nccl)(?:_cu(\\d+))?-([0-9][^-]*)\\.dist-info");
  private static final Pattern TXT = Pattern.compile("CUDA Version (\\d+\\.\\d+(?:\\.\\d+)?)");
  private static final Pattern JSON =
      Pattern.compile(
          "\"cuda\"\\s*:\\s*\\{[^{}]*\"version\"\\s*:\\s*\"(\\d+\\.\\d+(?:\\.\\d+)?)\"");

  private CudaPartText() {}

  /** Version in a toolkit's {@code version.json}, from CUDA 11.1 on. */
  static Optional<String> versionJson(String text) {
    return first(JSON, text);
  }

  /** Version in a toolkit's {@code version.txt}, before CUDA 11.1. */
  static Optional<String> versionTxt(String text) {
    return first(TXT, text);
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The wheel of a folder such as {@code nvidia_cudnn_cu12-9.10.2.21.dist-info}. */
  static Optional<CudaPart> wheel(String folder) {
    Matcher matcher = WHEEL.matcher(folder);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String suffix = matcher.group(2) == null ? "" : "-cu" + matcher.group(2);
    return Optional.of(
        new CudaPart(
            matcher.group(1), matcher.group(3), "pip nvidia-" + matcher.group(1) + suffix));
  }

  /** Lines {@code STATUS PACKAGE VERSION} of {@code dpkg-query}; only what is installed counts. */
  static List<CudaPart> packages(List<String> lines) {
    List<CudaPart> parts = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words.length == 3 && words[0].equals("installed") && !words[1].endsWith("-dev")) {
        String name =
            words[1].startsWith("libcudnn")
                ? "cudnn"
                : words[1].startsWith("libnccl") ? "nccl" : "compat";
        parts.add(new CudaPart(name, words[2], "apt " + words[1]));
      }
    }
    return parts;
  }
}
