package io.envsnap.agent.host;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the notebook service whose image this machine runs. */
final class NotebookImage {
  private static final int MARKER_LIMIT = 4096;
  private static final Pattern TIDY = Pattern.compile("[A-Za-z0-9._:/@+-]{1,120}");
  private static final Pattern COLAB_TAG =
      Pattern.compile("(?:release-colab[_-]?(?:external[_-])?)?(.+)");

  private final HostTree tree;
  private final Map<String, String> environment;

  /**
   * @param tree for marker files
   * @param environment of the process that asked
   */
  NotebookImage(HostTree tree, Map<String, String> environment) {
    this.tree = tree;
    this.environment = Map.copyOf(environment);
  }

  /** Service and release, such as {@code colab 20260702-060050_RC00}; empty where none is known. */
  String spoken() throws IOException {
    // Kaggle builds on Colab's image and keeps COLAB_RELEASE_TAG: ask for Kaggle first
    // (https://github.com/Kaggle/kagglehub/pull/230).
    if (environment.containsKey("KAGGLE_KERNEL_RUN_TYPE")
        || environment.containsKey("KAGGLE_DATA_PROXY_URL")) {
      return named("kaggle", firstLine("/etc/build_date"));
    }
    String colab = environment.getOrDefault("COLAB_RELEASE_TAG", "");
    if (!colab.isEmpty()) {
      Matcher matcher = COLAB_TAG.matcher(colab);
      return named("colab", matcher.matches() ? matcher.group(1) : colab);
    }
    // A shell over ssh has none of the notebook's variables.
    if (tree.status(TreePath.of("/colabtools")).isPresent()) {
      return "colab";
    }
    if (tree.status(TreePath.of("/kaggle/input")).isPresent()) {
      return named("kaggle", firstLine("/etc/build_date"));
    }
    return others();
  }

  private String others() throws IOException {
    for (String name : List.of("RUNPOD_POD_ID", "VAST_CONTAINERLABEL", "LIGHTNING_CLOUD_URL")) {
      if (environment.containsKey(name)) {
        return switch (name) {
          case "RUNPOD_POD_ID" -> "runpod";
          case "VAST_CONTAINERLABEL" -> "vast";
          default -> "lightning";
        };
      }
    }
    if (tree.status(TreePath.of("/opt/deeplearning/metadata")).isPresent()) {
      return named("deeplearning-vm", firstLine("/opt/deeplearning/metadata/version"));
    }
    if (tree.status(TreePath.of("/opt/ml/metadata/resource-metadata.json")).isPresent()) {
      return "sagemaker";
    }
    return "";
  }

  private String firstLine(String file) throws IOException {
    Optional<byte[]> bytes = tree.read(TreePath.of(file), MARKER_LIMIT);
    return bytes
        .flatMap(content -> new String(content, StandardCharsets.UTF_8).lines().findFirst())
        .map(String::strip)
        .orElse("");
  }

  private static String named(String service, String release) {
    return TIDY.matcher(release).matches() ? service + " " + release : service;
  }
}
