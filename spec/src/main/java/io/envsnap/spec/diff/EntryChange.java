package io.envsnap.spec.diff;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * An entry that both lockfiles have, but not alike.
 *
 * @param before as the first has it
 * @param after as the second has it
 */
public record EntryChange(Entry before, Entry after) {
  /**
   * One thing that is not alike.
   *
   * @param name {@code version}, {@code requested}, {@code artifacts} or the name of an attribute
   * @param before its value in the first, for people; empty where it has none
   * @param after its value in the second
   */
  public record Aspect(String name, String before, String after) {}

  /** Refuses two entries that are not about the same thing. */
  public EntryChange {
    if (!before.key().equals(after.key())) {
      throw new IllegalArgumentException(before.key().spoken() + " is not " + after.key().spoken());
    }
  }

  /** What both are about. */
  public EntryKey key() {
    return after.key();
  }

  /** Whether the version is another. */
  public boolean changesVersion() {
    return !before.version().equals(after.version());
  }

  /** All that is not alike: version, requested, artifacts, then attributes by name. */
  public List<Aspect> aspects() {
    List<Aspect> aspects = new ArrayList<>();
    if (changesVersion()) {
      aspects.add(new Aspect("version", before.version(), after.version()));
    }
    if (before.requested() != after.requested()) {
      aspects.add(
          new Aspect(
              "requested",
              Boolean.toString(before.requested()),
              Boolean.toString(after.requested())));
    }
    if (!before.artifacts().equals(after.artifacts())) {
      aspects.add(new Aspect("artifacts", files(before), files(after)));
    }
    TreeSet<String> names = new TreeSet<>(before.attributes().keySet());
    names.addAll(after.attributes().keySet());
    for (String name : names) {
      if (!Objects.equals(before.attributes().get(name), after.attributes().get(name))) {
        aspects.add(new Aspect(name, before.attribute(name), after.attribute(name)));
      }
    }
    return aspects;
  }

  private static String files(Entry entry) {
    return String.join(", ", entry.artifacts().stream().map(artifact -> artifact.file()).toList());
  }
}
