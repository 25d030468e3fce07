package io.envsnap.spec.codec;

import io.envsnap.spec.lockfile.EcosystemId;
import java.util.Set;

/** The keys of a lockfile that are no ecosystem's. */
final class LockfileKeys {
  static final String VERSION = "version";
  static final String BASE = "base";
  static final String ACCELERATOR = "accelerator";
  static final String CREDENTIALS = "credentials";
  static final String LEFT_OUT = "leftOut";
  static final String ACTIONS = "actions";
  static final String SNAPSHOT = "snapshot";

  private static final Set<String> ALL =
      Set.of(VERSION, BASE, ACCELERATOR, CREDENTIALS, LEFT_OUT, ACTIONS, SNAPSHOT);

  private LockfileKeys() {}

  static boolean contains(String key) {
    return ALL.contains(key);
  }

  /**
   * @throws IllegalArgumentException when the ecosystem is called like another key
   */
  static void requireFree(EcosystemId id) {
    if (contains(id.value())) {
      throw new IllegalArgumentException("no ecosystem can be called `" + id + "`");
    }
  }
}
