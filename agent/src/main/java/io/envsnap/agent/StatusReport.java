package io.envsnap.agent;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.journal.Action;
import java.util.List;
import java.util.Optional;

/**
 * What is being watched, what was seen, and what is saved.
 *
 * @param agent the agent and the hooks
 * @param actions what was done in this session
 * @param saved the last save; empty when there is none
 * @param savedBytes how much it holds
 * @param store where saves go
 */
public record StatusReport(
    Watch.AgentStatus agent,
    List<Action> actions,
    Optional<Head> saved,
    Optional<Long> savedBytes,
    String store) {
  /** Takes its own copy. */
  public StatusReport {
    actions = List.copyOf(actions);
  }

  /** Actions that began after the last save. */
  public List<Action> unsaved() {
    return actions.stream()
        .filter(action -> saved.isEmpty() || action.at().isAfter(saved.get().ref().created()))
        .toList();
  }
}
