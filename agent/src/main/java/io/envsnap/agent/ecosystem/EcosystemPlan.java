package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How an ecosystem's entries come back.
 *
 * @param steps in any order: the phase of each decides when it runs, then its place in this list
 * @param locks files to lock (POSIX record locks, whole file) before the first change and until the
 *     end of phase {@link Phase#DATABASES}; the restore stops with nothing changed where one is
 *     held
 * @param baseChanges what the entries stand on, and is another one here
 */
public record EcosystemPlan(
    List<RestoreStep> steps, List<TreePath> locks, List<BaseChange> baseChanges) {
  /** Nothing to do. */
  public static final EcosystemPlan NOTHING = new EcosystemPlan(List.of(), List.of());

  /** Takes its own copies. */
  public EcosystemPlan {
    steps = List.copyOf(steps);
    locks = List.copyOf(locks);
    baseChanges = List.copyOf(baseChanges);
  }

  /** Entries for which some of these steps do something, and none refuses them. */
  public static Set<EntryKey> coming(List<RestoreStep> steps) {
    Set<EntryKey> coming = new HashSet<>();
    steps.forEach(step -> coming.add(step.entry()));
    steps.stream()
        .filter(RestoreStep.Refuse.class::isInstance)
        .forEach(step -> coming.remove(step.entry()));
    return coming;
  }

  /** Of an ecosystem that stands on nothing else. */
  public EcosystemPlan(List<RestoreStep> steps, List<TreePath> locks) {
    this(steps, locks, List.of());
  }
}
