package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Plans to offer and to choose alternatives as the session did, where this machine does not yet.
 */
final class AlternativeSteps {
  private static final TreePath LINKS = TreePath.of("/etc/alternatives");

  private final Wanted wanted;
  private final HostTree tree;
  private final Timestamp sessionStart;
  private final Predicate<TreePath> there;

  /**
   * For one machine.
   *
   * @param there whether a path will be there after the restore
   */
  AlternativeSteps(Wanted wanted, PlanContext context, Predicate<TreePath> there) {
    this.wanted = wanted;
    this.tree = context.tree();
    this.sessionStart = context.baseline().sessionStart();
    this.there = there;
  }

  /** The steps of one entry. */
  List<RestoreStep> steps(Entry entry) throws IOException {
    EntryKey key = entry.key();
    Optional<AlternativeGroup> recorded =
        wanted
            .part(AlternativeFindings.PART + key.name())
            .flatMap(part -> AlternativeGroup.parse(key.name(), SystemFiles.lines(part)));
    if (recorded.isEmpty()) {
      return List.of(new RestoreStep.Refuse(key, 4, "the snapshot does not hold its choices"));
    }
    if (!recorded.get().isOfPrograms()) {
      return List.of(
          new RestoreStep.Refuse(key, 4, "its link would lie where no program is looked for"));
    }
    Optional<AlternativeGroup> here =
        AlternativeGroup.parse(
            key.name(), SystemFiles.lines(tree, SystemFiles.ALTERNATIVES.child(key.name())));
    List<RestoreStep> steps = new ArrayList<>();
    Set<String> offered = new HashSet<>();
    here.ifPresent(group -> offered.addAll(group.choices().keySet()));
    for (AlternativeGroup.Choice choice : recorded.get().choices().values()) {
      boolean same = here.map(choice::isOffered).orElse(false);
      if (!same && isThere(choice.path())) {
        steps.add(run(key, recorded.get().install(choice)));
        offered.add(choice.path());
      }
    }
    String selection = entry.attribute(AlternativeFindings.SELECTION);
    boolean manual = entry.attribute(AlternativeFindings.MODE).equals(AlternativeFindings.MANUAL);
    if (manual && offered.contains(selection) && !isChosen(here, key.name(), selection)) {
      Optional<String> own = ownChoice(here, key.name());
      steps.add(
          own.isPresent()
              ? new RestoreStep.Keep(
                  key, LINKS.child(key.name()), "this machine's user has chosen " + own.get())
              : run(key, recorded.get().set(selection)));
    }
    return steps.isEmpty() ? List.of(new RestoreStep.Present(key)) : steps;
  }

  private boolean isThere(String path) {
    return SystemFiles.path(path).filter(there).isPresent();
  }

  private boolean isChosen(Optional<AlternativeGroup> here, String name, String selection)
      throws IOException {
    boolean manual = here.map(AlternativeGroup::manual).orElse(false);
    return manual
        && tree.status(LINKS.child(name))
            .filter(status -> status.target().equals(selection))
            .isPresent();
  }

  /** What somebody has chosen on this machine since its session began. */
  private Optional<String> ownChoice(Optional<AlternativeGroup> here, String name)
      throws IOException {
    return here.filter(AlternativeGroup::manual).isEmpty()
        ? Optional.empty()
        : tree.status(LINKS.child(name))
            .filter(status -> status.ctime().compareTo(sessionStart) > 0)
            .map(status -> "`" + status.target() + "`");
  }

  private static RestoreStep run(EntryKey key, List<String> words) {
    return new RestoreStep.Run(key, Command.of(words), Phase.DATABASES, true);
  }

  /** Takes back what a package that leaves offers here. */
  List<RestoreStep> withdrawals(EntryKey key, Set<TreePath> leaving) throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (String name : tree.list(SystemFiles.ALTERNATIVES)) {
      Optional<AlternativeGroup> group =
          AlternativeGroup.parse(
              name, SystemFiles.lines(tree, SystemFiles.ALTERNATIVES.child(name)));
      for (String path : group.map(g -> g.choices().keySet()).orElse(Set.of())) {
        Optional<TreePath> real = SystemFiles.path(path);
        if (real.isPresent() && leaving.contains(tree.resolveParents(real.get()))) {
          List<String> words = group.orElseThrow().remove(path);
          steps.add(new RestoreStep.Run(key, Command.of(words), Phase.REMOVALS, false));
        }
      }
    }
    return steps;
  }
}
