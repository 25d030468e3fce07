package io.envsnap.testkit.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether machines can be booted here. */
final class VmCondition implements ExecutionCondition {
  private static final List<String> TOOLS =
      List.of("mmdebstrap", "mksquashfs", "unshare", "nsenter", "ip", "gcc");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isEmpty()) {
      return ConditionEvaluationResult.enabled("machines can be booted");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("CI must boot machines, but " + obstacle.get());
    }
    return ConditionEvaluationResult.disabled(obstacle.get());
  }

  private static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("booting machines needs root");
    }
    for (String tool : TOOLS) {
      if (!isOnPath(tool)) {
        return Optional.of("`" + tool + "` is not installed; `./check` installs it");
      }
    }
    VmResult namespaces =
        Programs.run(List.of("unshare", "--mount", "--pid", "--fork", "true"), new byte[0], 30);
    return namespaces.exit() == 0
        ? Optional.empty()
        : Optional.of("this kernel gives no namespaces");
  }

  private static boolean isOnPath(String tool) {
    for (String folder : String.valueOf(System.getenv("PATH")).split(":")) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", tool));
  }
}
