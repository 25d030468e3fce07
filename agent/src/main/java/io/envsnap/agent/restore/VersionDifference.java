package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What another version than the recorded one made different.
 *
 * @param key what differs
 * @param recorded its version in the lockfile, or, of what no lockfile names, what was here before;
 *     empty where there was none
 * @param here its version afterwards; empty where it is not here
 */
public record VersionDifference(EntryKey key, String recorded, String here) {
  /**
   * All of them.
   *
   * @param plan what was done
   * @param before what was installed before that
   * @param after what is installed now
   */
  static List<VersionDifference> of(
      RestorePlan plan, Map<EntryKey, String> before, Map<EntryKey, String> after) {
    List<VersionDifference> differences = new ArrayList<>();
    SortedMap<EntryKey, String> others = new TreeMap<>(after);
    for (PlannedEntry planned : plan.entries()) {
      Entry entry = planned.entry();
      String here = after.getOrDefault(entry.key(), "");
      boolean meant = planned.comesBack() && (!here.isEmpty() || planned.isRelaxed());
      if (meant && !here.equals(entry.version())) {
        differences.add(new VersionDifference(entry.key(), entry.version(), here));
      }
      others.remove(entry.key());
    }
    others.forEach(
        (key, here) -> {
          String was = before.getOrDefault(key, "");
          if (!was.equals(here)) {
            differences.add(new VersionDifference(key, was, here));
          }
        });
    return differences;
  }
}
