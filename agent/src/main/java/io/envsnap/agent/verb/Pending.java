package io.envsnap.agent.verb;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Entry;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entries that could not be brought back on the machine that recorded them again, and that are
 * carried on for the next. Their attribute {@code pending} names the snapshot that they were first
 * recorded in; what its ecosystem kept beside the tree then is carried on under that name.
 */
public final class Pending {
  private static final String ATTRIBUTE = "pending";

  private Pending() {}

  /** The snapshot that an entry waits from, as 64 digits; empty when it is not pending. */
  public static String of(Entry entry) {
    return entry.attribute(ATTRIBUTE);
  }

  /** The entry as pending from that snapshot, or from an earlier one if it says so. */
  public static Entry mark(Entry entry, Digest snapshot) {
    TreeMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.putIfAbsent(ATTRIBUTE, snapshot.hex());
    return new Entry(
        entry.key(), entry.version(), entry.requested(), entry.artifacts(), attributes);
  }

  /**
   * The parts that belong to entries that wait from a snapshot, under their own names.
   *
   * @param parts all parts of an ecosystem
   * @param from as {@link #of} says
   */
  public static SortedMap<String, byte[]> parts(Map<String, byte[]> parts, String from) {
    SortedMap<String, byte[]> own = new TreeMap<>();
    String prefix = from.isEmpty() ? "" : folder(from);
    parts.forEach(
        (name, bytes) -> {
          boolean pending = name.startsWith(ATTRIBUTE + "/");
          if (from.isEmpty() ? !pending : name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), bytes);
          }
        });
    return own;
  }

  /** The name of a part of an entry that waits from that snapshot. */
  public static String partName(String from, String name) {
    return folder(from) + name;
  }

  private static String folder(String from) {
    return ATTRIBUTE + "/" + from + "/";
  }
}
