package io.envsnap.spec.diff;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done to the entries of one lockfile to have those of another, for every ecosystem
 * alike. Base, accelerator, needs, actions and snapshot are not compared: they say where a session
 * was, not what it is.
 *
 * @param added entries that only the second has, sorted
 * @param removed entries that only the first has, sorted
 * @param changed entries that both have, but not alike, sorted
 */
public record LockfileDiff(List<Entry> added, List<Entry> removed, List<EntryChange> changed) {
  /** Takes its own copies. */
  public LockfileDiff {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /** From the entries of {@code before} to those of {@code after}. */
  public static LockfileDiff between(Lockfile before, Lockfile after) {
    return between(before.entries(), after.entries());
  }

  /**
   * From some entries to others.
   *
   * @throws IllegalArgumentException when two entries of one side have one key
   */
  public static LockfileDiff between(List<Entry> before, List<Entry> after) {
    Map<EntryKey, Entry> left = byKey(before);
    List<Entry> added = new ArrayList<>();
    List<EntryChange> changed = new ArrayList<>();
    for (Entry entry : byKey(after).values()) {
      Entry old = left.remove(entry.key());
      if (old == null) {
        added.add(entry);
      } else if (!old.equals(entry)) {
        changed.add(new EntryChange(old, entry));
      }
    }
    return new LockfileDiff(added, List.copyOf(left.values()), changed);
  }

  private static Map<EntryKey, Entry> byKey(List<Entry> entries) {
    Map<EntryKey, Entry> byKey = new LinkedHashMap<>();
    for (Entry entry : entries.stream().sorted().toList()) {
      if (byKey.put(entry.key(), entry) != null) {
        throw new IllegalArgumentException("two entries for " + entry.key().spoken());
      }
    }
    return byKey;
  }

  /** Whether both have the same entries. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
