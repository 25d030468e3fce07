package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.EntryKey;
import java.util.Map;

/**
 * What an installer found out before anything is changed.
 *
 * @param failures entries that cannot come, each with one clause that says why
 * @param relaxed entries that cannot come in their recorded version, and for which another one will
 *     be found (rung 5), each with one clause that says why
 */
public record Prepared(Map<EntryKey, String> failures, Map<EntryKey, String> relaxed) {
  /** Takes its own copies. */
  public Prepared {
    failures = Map.copyOf(failures);
    relaxed = Map.copyOf(relaxed);
  }

  /** Of an installer that knows recorded versions only. */
  public Prepared(Map<EntryKey, String> failures) {
    this(failures, Map.of());
  }
}
