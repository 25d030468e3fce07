package io.envsnap.testkit.hostile;

import java.util.List;
import java.util.function.Consumer;

/**
 * One way to do harm, and what must come of it.
 *
 * @param group what kind of harm
 * @param name of the case, as a clause
 * @param exit the exit code of {@code envsnap restore}
 * @param named a text that the message must hold
 * @param places what may be written besides {@link StoreDraft#KEPT}
 * @param proof a line of shell that must succeed on the machine afterwards
 * @param change makes an honest store hostile
 */
public record HostileCase(
    String group,
    String name,
    int exit,
    String named,
    List<String> places,
    String proof,
    Consumer<StoreDraft> change) {
  /** Stored bytes are not what they must be. */
  static final int CORRUPT = 13;

  /** Done in part: what must not be written is named and left. */
  static final int PART = 3;

  /** The lockfile cannot be used. */
  static final int LOCKFILE = 10;

  /** Done: what looks hostile does no harm and is not even named. */
  static final int DONE = 0;

  /** Takes its own copy. */
  public HostileCase {
    places = List.copyOf(places);
  }

  HostileCase(String group, String name, int exit, String named, Consumer<StoreDraft> change) {
    this(group, name, exit, named, List.of(), "true", change);
  }

  /** The same that may write these too. */
  HostileCase at(String... more) {
    return new HostileCase(group, name, exit, named, List.of(more), proof, change);
  }

  /** The same with a proof of its own. */
  HostileCase proven(String shell) {
    return new HostileCase(group, name, exit, named, places, shell, change);
  }

  /** The hostile store. */
  public StoreDraft draft() {
    return draft(List.of(this));
  }

  /** One store that is hostile in all these ways at once. */
  public static StoreDraft draft(List<HostileCase> cases) {
    StoreDraft draft = new StoreDraft();
    cases.forEach(one -> one.change().accept(draft));
    return draft;
  }

  @Override
  public String toString() {
    return group + ": " + name;
  }
}
