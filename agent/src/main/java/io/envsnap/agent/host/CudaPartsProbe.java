package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds toolkits below {@code /usr/local}, and cuDNN and NCCL as Debian packages and wheels. */
final class CudaPartsProbe {
  private static final TreePath LOCAL = TreePath.of("/usr/local");
  private static final int TEXT_LIMIT = 1 << 20;

  private final HostTree tree;
  private final CommandRunner commands;

  CudaPartsProbe(HostTree tree, CommandRunner commands) {
    this.tree = tree;
    this.commands = commands;
  }

  List<CudaPart> find(List<PythonInterpreter> pythons) throws IOException {
    List<CudaPart> parts = new ArrayList<>(toolkits());
    parts.addAll(packages());
    for (PythonInterpreter python : pythons) {
      for (TreePath site : python.siteFolders()) {
        tree.list(site).forEach(name -> CudaPartText.wheel(name).ifPresent(parts::add));
      }
    }
    return parts;
  }

  private List<CudaPart> toolkits() throws IOException {
    List<CudaPart> parts = new ArrayList<>();
    List<TreePath> seen = new ArrayList<>();
    for (String name : tree.list(LOCAL)) {
      if (name.equals("cuda") || name.startsWith("cuda-")) {
        TreePath folder = tree.resolve(LOCAL.child(name));
        if (!seen.contains(folder)) {
          seen.add(folder);
          toolkit(folder)
              .ifPresent(version -> parts.add(new CudaPart("toolkit", version, folder.value())));
        }
      }
    }
    return parts;
  }

  private Optional<String> toolkit(TreePath folder) throws IOException {
    Optional<String> json = text(folder.child("version.json")).flatMap(CudaPartText::versionJson);
    return json.isPresent()
        ? json
        : text(folder.child("version.txt")).flatMap(CudaPartText::versionTxt);
  }

  private List<CudaPart> packages() {
    Command command =
        Command.of(
                "dpkg-query",
                "-W",
                "-f",
                "${db:Status-Status} ${Package} ${Version}\\n",
                "libcudnn*",
                "libnccl*",
                "cuda-compat-*")
            .within(Duration.ofSeconds(5));
    try {
      // It ends with 1 where a pattern matches nothing, and still says what the others match.
      return CudaPartText.packages(commands.run(command).lines());
    } catch (CommandException e) {
      return List.of();
    }
  }

  private Optional<String> text(TreePath file) throws IOException {
    return tree.read(file, TEXT_LIMIT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
