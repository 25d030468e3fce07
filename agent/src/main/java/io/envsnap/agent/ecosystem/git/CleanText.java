package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.redact.SecretScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads texts among git's data as they may be recorded. */
final class CleanText {
  /** Longer files are not searched. */
  static final int LIMIT = SecretScan.LIMIT;

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

  /** Any other text, such as a log of refs; empty when it is nothing without its secret. */
  Optional<RecordedConfig> text(TreePath path) throws IOException {
    return tree.read(path, LIMIT).flatMap(CleanText::clean);
  }

  private static Optional<RecordedConfig> clean(byte[] bytes) {
    SecretScan.Outcome outcome = SecretScan.find(bytes);
    if (outcome instanceof SecretScan.Withheld) {
      return Optional.empty();
    }
    if (outcome instanceof SecretScan.Cleaned cleaned) {
      Set<Finding> found = new LinkedHashSet<>(cleaned.found());
      return Optional.of(new RecordedConfig(cleaned.bytes(), true, Set.of(), found));
    }
    return Optional.of(new RecordedConfig(bytes, false, Set.of(), Set.of()));
  }
}
