package io.envsnap.spec.diff;

import io.envsnap.spec.lockfile.EntryKey;
import java.util.Optional;

/**
 * A thing that both sides changed, each in its own way, so that a person has to choose.
 *
 * @param key the entry; empty where the two were recorded on machines of different kinds
 * @param ours what this side made of it, for people, such as {@code 1.7.1} or {@code removed}
 * @param theirs what the other side made of it
 */
public record MergeConflict(Optional<EntryKey> key, String ours, String theirs) {
  /** What it is about, for people. */
  public String about() {
    return key.map(EntryKey::spoken).orElse("the base");
  }

  /** The same seen from the other side. */
  public MergeConflict swapped() {
    return new MergeConflict(key, /* ours= */ theirs, /* theirs= */ ours);
  }
}
