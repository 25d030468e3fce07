package io.envsnap.agent.restore;

import io.envsnap.spec.journal.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** How long the commands of a session took, where one ran within another counted once. */
public final class RecordedTime {
  private RecordedTime() {}

  /**
   * The time during which at least one of them ran that succeeded and changed something.
   *
   * @param actions of a lockfile; those without a duration count nothing
   */
  public static Duration of(List<Action> actions) {
    List<Action> timed =
        actions.stream()
            .filter(action -> action.took().isPresent())
            .filter(action -> action.exit() == 0 && !action.changed().isEmpty())
            .sorted(Comparator.comparing(Action::at))
            .toList();
    Duration sum = Duration.ZERO;
    Instant until = Instant.MIN;
    for (Action action : timed) {
      Instant from = action.at().isAfter(until) ? action.at() : until;
      Instant end = action.at().plus(action.took().orElse(Duration.ZERO));
      if (end.isAfter(from)) {
        sum = sum.plus(Duration.between(from, end));
        until = end;
      }
    }
    return sum;
  }
}
