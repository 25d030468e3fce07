package io.envsnap.agent.ecosystem.apt;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the session did to a shared file, record by record.
 *
 * @param file which file
 * @param after records that it added or changed, as they were at its end, by key
 * @param before records that it changed or removed, as the base had them, by key
 */
record RecordDelta(SharedFile file, Map<String, String> after, Map<String, String> before) {
  private static final String BEFORE = ".before";

  RecordDelta {
    after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
    before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
  }

  /** Compared with a base that is known. */
  static RecordDelta between(SharedFile file, byte[] base, byte[] now) {
    Map<String, String> after = new LinkedHashMap<>(file.records(now));
    Map<String, String> before = new LinkedHashMap<>(file.records(base));
    Set<String> same = new HashSet<>();
    after.forEach(
        (key, record) -> {
          if (record.equals(before.get(key))) {
            same.add(key);
          }
        });
    after.keySet().removeAll(same);
    before.keySet().removeAll(same);
    return new RecordDelta(file, after, before);
  }

  /**
   * Guessed where the base is not known.
   *
   * @param ours whether a record speaks of something of the session
   */
  static RecordDelta picked(SharedFile file, byte[] now, Predicate<String> ours) {
    Map<String, String> after = new LinkedHashMap<>(file.records(now));
    after.values().removeIf(ours.negate());
    return new RecordDelta(file, after, Map.of());
  }

  /** Writes it down as parts of a snapshot. */
  void into(Findings findings) {
    findings.part(file.part(), file.join(after.values()));
    findings.part(file.part() + BEFORE, file.join(before.values()));
  }

  /** From the parts of a snapshot; empty where it has none of that file. */
  static RecordDelta of(SharedFile file, Map<String, byte[]> parts) {
    return new RecordDelta(
        file,
        file.records(parts.getOrDefault(file.part(), new byte[0])),
        file.records(parts.getOrDefault(file.part() + BEFORE, new byte[0])));
  }

  /** With more records that the session took away. */
  RecordDelta without(Map<String, String> gone) {
    Map<String, String> all = new LinkedHashMap<>(gone);
    all.keySet().removeAll(after.keySet());
    all.putAll(before);
    return new RecordDelta(file, after, all);
  }

  /** Without records of which a restore wants nothing. */
  RecordDelta only(Predicate<String> wanted) {
    Map<String, String> keptAfter = new LinkedHashMap<>(after);
    Map<String, String> keptBefore = new LinkedHashMap<>(before);
    keptAfter.values().removeIf(wanted.negate());
    keptBefore.values().removeIf(wanted.negate());
    return new RecordDelta(file, keptAfter, keptBefore);
  }

  boolean isEmpty() {
    return after.isEmpty() && before.isEmpty();
  }
}
