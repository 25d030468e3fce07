package io.envsnap.agent.record;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.disk.MarkedBlock;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files that the session and envsnap's hooks both write: what is recorded of them is what the
 * session wrote, and nothing when that is nothing.
 */
final class SharedFiles {
  private static final List<TreePath> ALL = List.of(TreePath.of("/etc/gitconfig"));
  private static final byte[] NOTHING = new byte[0];
  private static final int LIMIT = 1 << 20;

  private SharedFiles() {}

  /** The changed ones that have our block, each with its bytes without it. */
  static Map<TreePath, byte[]> without(HostTree tree, Changes changes) throws IOException {
    Map<TreePath, byte[]> stripped = new HashMap<>();
    for (TreePath path : ALL) {
      Optional<byte[]> bytes = changes.touched(path) ? tree.read(path, LIMIT) : Optional.empty();
      byte[] rest = MarkedBlock.without(bytes.orElse(NOTHING));
      if (bytes.isPresent() && rest.length != bytes.get().length) {
        stripped.put(path, rest);
      }
    }
    return stripped;
  }

  /** The changes without those that only our block made. */
  static Changes ofSession(Changes changes, Map<TreePath, byte[]> stripped, Baseline baseline) {
    Set<TreePath> ours = new HashSet<>();
    stripped.forEach(
        (path, rest) -> {
          if (Arrays.equals(rest, baseline.file(path).orElse(NOTHING))) {
            ours.add(path);
          }
        });
    return ours.isEmpty() ? changes : changes.without(ours);
  }
}
