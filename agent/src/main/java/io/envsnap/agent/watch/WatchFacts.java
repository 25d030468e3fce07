package io.envsnap.agent.watch;

import java.util.List;
import java.util.Optional;

/**
 * What watches a machine, looked at from outside.
 *
 * @param hooks what was installed, in that order; empty when nothing was
 * @param journal whether hooks have a journal to write to
 * @param agent number of the agent's process; empty when it is not alive
 * @param agentBytes how much memory the agent has resident, 0 when it is not alive or not known
 * @param problem why it cannot be told, as one sentence; empty when it can
 */
public record WatchFacts(
    List<Hook> hooks, boolean journal, Optional<Long> agent, long agentBytes, String problem) {
  /** Takes its own copy. */
  public WatchFacts {
    hooks = List.copyOf(hooks);
  }

  /** What is known where nothing can be looked at. */
  public static WatchFacts unknown(String problem) {
    return new WatchFacts(List.of(), false, Optional.empty(), 0, problem);
  }

  /** Whether hooks are there and write to a journal. */
  public boolean watching() {
    return journal && !hooks.isEmpty() && missing().isEmpty();
  }

  /** Paths of the hooks that somebody took away. */
  public List<String> missing() {
    return hooks.stream().filter(hook -> !hook.present()).map(Hook::path).toList();
  }

  /**
   * A file that a hook was put into.
   *
   * @param path where
   * @param present whether the file is there
   */
  public record Hook(String path, boolean present) {}
}
