package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a plan made after a restore still wants to do: whatever it is, it should be there already.
 */
final class Drift {
  private Drift() {}

  /**
   * One line for each thing that is not as recorded.
   *
   * @param after the plan made afterwards
   * @param before the plan that was run; what it could not do anyway is not drift
   * @param differences what is told elsewhere already
   */
  static List<String> after(
      RestorePlan after, RestorePlan before, List<VersionDifference> differences) {
    List<String> lines = new ArrayList<>();
    after
        .writes()
        .forEach(
            claimed ->
                lines.add(claimed.node().path() + " differs (" + claimed.entry().spoken() + ")"));
    after.merges().forEach(step -> lines.add(step.file() + " lacks " + step.entry().spoken()));
    after
        .removals()
        .forEach(step -> step.paths().forEach(path -> lines.add(path + " is still there")));
    Set<Conflict> known = new HashSet<>(before.conflicts());
    after.conflicts().stream()
        .filter(conflict -> !known.contains(conflict))
        .forEach(conflict -> lines.add(conflict.path() + ": " + conflict.reason()));
    Set<EntryKey> told = new HashSet<>();
    before.refused().forEach(entry -> told.add(entry.entry().key()));
    before.entries().stream()
        .filter(PlannedEntry::isRelaxed)
        .forEach(entry -> told.add(entry.entry().key()));
    differences.forEach(difference -> told.add(difference.key()));
    after.refused().stream()
        .filter(entry -> !told.contains(entry.entry().key()))
        .forEach(entry -> lines.add(entry.entry().key().spoken() + ": " + entry.reason()));
    after.installs().stream()
        .filter(step -> !told.contains(step.entry()))
        .forEach(step -> lines.add(step.entry().spoken() + " is not installed"));
    after.pins().stream()
        .map(step -> step.change().spoken())
        .distinct()
        .forEach(line -> lines.add("the base was not pinned: " + line));
    return lines;
  }
}
