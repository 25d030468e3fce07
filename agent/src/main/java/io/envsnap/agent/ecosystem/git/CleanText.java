package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Reads texts among git's data as they may be recorded. */
final class CleanText {
  /** Longer files are not searched. */
  static final int LIMIT = 16 << 20;

  private final HostTree tree;
  private final boolean withPrograms;

  CleanText(HostTree tree, boolean withPrograms) {
    this.tree = tree;
    this.withPrograms = withPrograms;
  }

  /** A configuration file; empty when it cannot be understood, and so not cleaned. */
  Optional<RecordedConfig> config(TreePath path) throws IOException {
    return tree.read(path, LIMIT).flatMap(bytes -> RecordedConfig.clean(bytes, withPrograms));
  }

  /** Any other text, such as a log of refs. */
  Optional<RecordedConfig> text(TreePath path) throws IOException {
    return tree.read(path, LIMIT).map(CleanText::clean);
  }

  private static RecordedConfig clean(byte[] bytes) {
    for (byte one : bytes) {
      if (one == 0) {
        return new RecordedConfig(bytes, false, Set.of(), Set.of());
      }
    }
    byte[] clean = Secrets.without(bytes);
    return new RecordedConfig(clean, !Arrays.equals(bytes, clean), Set.of(), Set.of());
  }
}
