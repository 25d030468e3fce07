package io.envsnap.spec.lockfile;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that the session installed, changed or removed, in the same form for every ecosystem.
 *
 * @param key what names it
 * @param version exact version, commit or content digest; empty where the kind has none
 * @param requested whether a person asked for it, rather than a dependency
 * @param artifacts what upstream offers for it, best first
 * @param attributes whatever else its ecosystem needs; single-line texts without any secret
 */
public record Entry(
    EntryKey key,
    String version,
    boolean requested,
    List<Artifact> artifacts,
    SortedMap<String, String> attributes)
    implements Comparable<Entry> {

  /** Takes its own unmodifiable copies. */
  public Entry {
    artifacts = List.copyOf(artifacts);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** The attribute of that name, or the empty text. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  @Override
  public int compareTo(Entry other) {
    return key.compareTo(other.key);
  }

  // Written out, as Java takes milliseconds to make a record's own when it is first called.
  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
