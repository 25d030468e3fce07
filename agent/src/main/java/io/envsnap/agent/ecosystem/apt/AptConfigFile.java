package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;

/**
 * A file that tells apt where to fetch from, or whom to trust.
 *
 * @param key its entry
 * @param path where it belongs
 * @param bytes its content
 */
record AptConfigFile(EntryKey key, TreePath path, byte[] bytes) {
  boolean isSources() {
    return key.kind().equals(Keys.SOURCES);
  }
}
