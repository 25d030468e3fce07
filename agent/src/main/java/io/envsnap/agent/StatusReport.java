package io.envsnap.agent;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Lockfile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is being watched, what was seen, and what is saved.
 *
 * @param agent the agent and the hooks
 * @param since when the session began of which all is recorded; empty when it is not watched
 * @param every how often the agent saves what nothing tells of
 * @param actions what was done in this session; none when it is not watched
 * @param saved the last save; empty when there is none
 * @param store where saves go
 */
public record StatusReport(
    Watch.AgentStatus agent,
    Optional<Instant> since,
    Duration every,
    List<Action> actions,
    Optional<Save> saved,
    String store) {
  /** Takes its own copy. */
  public StatusReport {
    actions = List.copyOf(actions);
  }

  /**
   * A save.
   *
   * @param head which one
   * @param bytes how much its files hold
   * @param lockfile what it says
   */
  public record Save(Head head, long bytes, Lockfile lockfile) {}

  /** Actions of which the last save does not tell as they are told now; by no clock. */
  public List<Action> unsaved() {
    Set<String> known = new HashSet<>();
    saved.ifPresent(save -> save.lockfile().actions().forEach(action -> known.add(name(action))));
    return actions.stream().filter(action -> !known.contains(name(action))).toList();
  }

  private static String name(Action action) {
    return action.at()
        + " "
        + action.by()
        + " "
        + action.exit()
        + " "
        + String.join(" ", action.command());
  }
}
