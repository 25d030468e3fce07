package io.envsnap.spec.lockfile;

import io.envsnap.spec.journal.Action;
import java.util.List;
import java.util.Optional;

/**
 * What a session made of its base: declarative, sorted, free of secrets; enough to restore from
 * upstream, and exact together with the snapshot that it names. Reference: {@code docs/format.md}.
 *
 * @param base the machine of the session
 * @param accelerator its cards; empty where nobody looked
 * @param entries sorted by key, no key twice
 * @param credentials what the next machine must be given, sorted
 * @param leftOut what a rule kept out of the snapshot, sorted
 * @param actions the story, oldest first
 * @param snapshot where the bytes lie; empty for a bare lockfile
 */
public record Lockfile(
    Base base,
    Optional<Accelerator> accelerator,
    List<Entry> entries,
    List<Need> credentials,
    List<LeftOut> leftOut,
    List<Action> actions,
    Optional<SnapshotLink> snapshot) {

  /** The format that this build writes, and the newest that it reads. */
  public static final int VERSION = 1;

  /**
   * Takes its own sorted copies.
   *
   * @throws IllegalArgumentException when two entries have one key
   */
  public Lockfile {
    entries = entries.stream().sorted().toList();
    credentials = credentials.stream().distinct().sorted().toList();
    leftOut = leftOut.stream().distinct().sorted().toList();
    actions = List.copyOf(actions);
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).key().equals(entries.get(i).key())) {
        throw new IllegalArgumentException("two entries for " + entries.get(i).key().spoken());
      }
    }
  }

  /** The same lockfile, naming that snapshot. */
  public Lockfile withSnapshot(SnapshotLink link) {
    return new Lockfile(
        base, accelerator, entries, credentials, leftOut, actions, Optional.of(link));
  }
}
