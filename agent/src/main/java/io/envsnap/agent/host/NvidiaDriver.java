package io.envsnap.agent.host;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Gpu;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What NVIDIA's kernel module says of itself in {@code /sys} and {@code /proc}; no program runs.
 *
 * @param version of the driver; empty without one
 * @param kind {@code open}, {@code proprietary} or empty where unknown
 * @param cards as far as the module names them; some containers hide that
 */
record NvidiaDriver(String version, String kind, List<Gpu> cards) {
  private static final int TEXT_LIMIT = 64 * 1024;
  private static final TreePath CARDS = TreePath.of("/proc/driver/nvidia/gpus");

  static NvidiaDriver read(HostTree tree) throws IOException {
    List<String> proc =
        text(tree, TreePath.of("/proc/driver/nvidia/version"))
            .map(text -> text.lines().toList())
            .orElse(List.of());
    String version =
        text(tree, TreePath.of("/sys/module/nvidia/version"))
            .flatMap(NvidiaProcText::moduleVersion)
            .or(() -> NvidiaProcText.version(proc))
            .orElse("");
    List<Gpu> cards = new ArrayList<>();
    for (String bus : tree.list(CARDS)) {
      text(tree, CARDS.child(bus).child("information"))
          .flatMap(text -> NvidiaProcText.card(text.lines().toList()))
          .ifPresent(cards::add);
    }
    return new NvidiaDriver(version, NvidiaProcText.kind(proc), cards);
  }

  private static Optional<String> text(HostTree tree, TreePath file) throws IOException {
    return tree.read(file, TEXT_LIMIT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
