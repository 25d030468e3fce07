package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Base64;
import java.util.Optional;

/**
 * A file that tells apt where to fetch from, or whom to trust.
 *
 * @param key its entry
 * @param path where it belongs
 * @param bytes its content
 */
record AptConfigFile(EntryKey key, TreePath path, byte[] bytes) {
  /**
   * Of what the lockfile itself holds.
   *
   * @return empty for any other entry, and for what is no such file
   */
  static Optional<AptConfigFile> of(Entry entry) {
    Optional<TreePath> path = SystemFiles.decoded(entry.key().name());
    String content = entry.attribute(SourceFindings.CONTENT);
    if (path.isEmpty() || content.isEmpty() || SourceFindings.kind(path.get()).isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(content);
      return Optional.of(new AptConfigFile(entry.key(), path.get(), bytes));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Why apt could not read it; empty when it can. */
  Optional<String> problem() {
    return isSources() ? SourcesFile.problem(path.name(), bytes) : Optional.empty();
  }

  boolean isSources() {
    return key.kind().equals(Keys.SOURCES);
  }
}
