package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Names the part of a repository that the image came with and the session left alone: recorded
 * paths make a whole only on top of the same part. Git names objects and packs by content, so names
 * and sizes are enough.
 */
final class BaseFingerprint {
  private final HostTree tree;

  BaseFingerprint(HostTree tree) {
    this.tree = tree;
  }

  /** Over all files of git data but these; empty when there are no others. */
  String of(TreePath data, Set<TreePath> without) throws IOException {
    StringBuilder names = new StringBuilder();
    add(data, data, without, names);
    return names.isEmpty()
        ? ""
        : Digest.of(names.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void add(TreePath data, TreePath folder, Set<TreePath> without, StringBuilder names)
      throws IOException {
    for (String name : tree.list(folder)) {
      TreePath path = folder.child(name);
      Optional<FileStatus> status = tree.status(path);
      if (status.isEmpty()) {
        continue;
      }
      if (status.get().kind() == NodeKind.DIRECTORY) {
        add(data, path, without, names);
      } else if (!without.contains(path)) {
        String relative = path.value().substring(data.value().length());
        if (counts(relative.substring(1))) {
          names.append(relative).append(' ').append(status.get().size()).append('\n');
        }
      }
    }
  }

  /** Leftovers come and go; samples differ between versions of git and mean nothing. */
  private static boolean counts(String relative) {
    return DataRule.of(relative) != DataRule.LEFTOVER && !relative.endsWith(".sample");
  }
}
