package io.envsnap.agent.record;

import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries the actions of earlier sessions forward. */
final class Chronicle {
  private static final int MOST = 5000;

  private Chronicle() {}

  /**
   * All actions, oldest first: those of this session as they are known now, before them those that
   * only earlier lockfiles have.
   */
  static List<Action> join(List<Lockfile> continued, List<Action> now) {
    Set<String> known = new HashSet<>();
    now.forEach(action -> known.add(name(action)));
    List<Action> all = new ArrayList<>(now);
    for (Lockfile lockfile : continued) {
      for (Action action : lockfile.actions()) {
        if (known.add(name(action))) {
          all.add(action);
        }
      }
    }
    all.sort(Comparator.comparing(Action::at));
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  private static String name(Action action) {
    return action.at() + " " + action.by() + " " + String.join(" ", action.command());
  }
}
