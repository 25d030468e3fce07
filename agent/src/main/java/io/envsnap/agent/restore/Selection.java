package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.Entry;
import java.util.List;

/**
 * Which entries of a lockfile a restore is about.
 *
 * @param only words such as {@code pip} (a whole ecosystem) or {@code pip:numpy} (one name); all
 *     entries when there are none
 */
public record Selection(List<String> only) {
  /** Every entry. */
  public static final Selection ALL = new Selection(List.of());

  /** Takes its own copy. */
  public Selection {
    only = List.copyOf(only);
  }

  /** Whether the entry is meant. */
  public boolean includes(Entry entry) {
    return only.isEmpty() || only.stream().anyMatch(word -> means(word, entry));
  }

  /** Words that mean no entry of these: most likely typed wrongly. */
  public List<String> unmatched(List<Entry> entries) {
    return only.stream()
        .filter(word -> entries.stream().noneMatch(entry -> means(word, entry)))
        .toList();
  }

  private static boolean means(String word, Entry entry) {
    String ecosystem = entry.key().ecosystem().value();
    return word.equals(ecosystem) || word.equals(ecosystem + ":" + entry.key().name());
  }
}
