package io.envsnap.spec.diff;

import io.envsnap.spec.journal.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two stories that began as one. */
final class StoryMerge {
  private StoryMerge() {}

  /** All that either has done since, and what neither has forgotten, oldest first. */
  static List<Action> of(List<Action> base, List<Action> ours, List<Action> theirs) {
    if (ours.equals(theirs) || theirs.equals(base)) {
      return ours;
    }
    if (ours.equals(base)) {
      return theirs;
    }
    Map<Action, Integer> before = counts(base);
    Map<Action, Integer> left = counts(ours);
    Map<Action, Integer> right = counts(theirs);
    Map<Action, Integer> all = new LinkedHashMap<>(left);
    right.forEach(all::putIfAbsent);
    List<Action> merged = new ArrayList<>();
    for (Action action : all.keySet()) {
      int times =
          times(
              before.getOrDefault(action, 0),
              left.getOrDefault(action, 0),
              right.getOrDefault(action, 0));
      for (int i = 0; i < times; i++) {
        merged.add(action);
      }
    }
    merged.sort(Comparator.comparing(Action::at).thenComparing(Action::toString));
    return merged;
  }

  private static int times(int base, int ours, int theirs) {
    if (ours == base) {
      return theirs;
    }
    return theirs == base ? ours : Math.max(ours, theirs);
  }

  private static Map<Action, Integer> counts(List<Action> actions) {
    Map<Action, Integer> counts = new LinkedHashMap<>();
    actions.forEach(action -> counts.merge(action, 1, Integer::sum));
    return counts;
  }
}
