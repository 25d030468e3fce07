package io.envsnap.spec.diff;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One entry of a base as two sides have made it. A version and its artifacts are one thing: they
 * are never mixed. That a person asked for an entry is a thing of its own.
 *
 * @param base as both had it; empty where it was not there
 * @param ours as this side has it
 * @param theirs as the other side has it
 */
record EntryMerge(Optional<Entry> base, Optional<Entry> ours, Optional<Entry> theirs) {

  /** What stands, with disputes settled for that side; empty where it is gone. */
  Optional<Entry> settled(Side side) {
    Whose whole = Whose.of(base, ours, theirs);
    if (whole != Whose.DISPUTED || ours.isEmpty() || theirs.isEmpty()) {
      return whole.take(ours, theirs, side);
    }
    boolean requested = requested();
    if (sameVersion()) {
      return Optional.of(fieldwise(side, requested));
    }
    Entry state = unasked().take(ours.get(), theirs.get(), side);
    return Optional.of(withRequested(state, requested));
  }

  /** Why a person has to choose; empty where nobody has to. */
  Optional<MergeConflict> conflict() {
    if (settled(Side.OURS).equals(settled(Side.THEIRS))) {
      return Optional.empty();
    }
    EntryKey key = ours.or(() -> theirs).orElseThrow().key();
    return Optional.of(
        new MergeConflict(Optional.of(key), words(ours, theirs), words(theirs, ours)));
  }

  private boolean sameVersion() {
    return ours.map(Entry::version).equals(theirs.map(Entry::version));
  }

  /** Two of the same version may still tell different things of it. */
  private Entry fieldwise(Side side, boolean requested) {
    Entry mine = ours.orElseThrow();
    Entry other = theirs.orElseThrow();
    SortedMap<String, String> attributes = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(mine.attributes().keySet());
    names.addAll(other.attributes().keySet());
    for (String name : names) {
      Optional<String> left = value(ours, name);
      Optional<String> right = value(theirs, name);
      Whose.of(value(base, name), left, right)
          .take(left, right, side)
          .ifPresent(value -> attributes.put(name, value));
    }
    List<Artifact> artifacts =
        Whose.of(
                base.map(Entry::artifacts),
                Optional.of(mine.artifacts()),
                Optional.of(other.artifacts()))
            .take(mine.artifacts(), other.artifacts(), side);
    return new Entry(mine.key(), mine.version(), requested, artifacts, attributes);
  }

  private Whose unasked() {
    return Whose.of(
        base.map(entry -> withRequested(entry, false)),
        ours.map(entry -> withRequested(entry, false)),
        theirs.map(entry -> withRequested(entry, false)));
  }

  /** Without a base whoever asked for it is right; with one only one side can have changed it. */
  private boolean requested() {
    boolean mine = ours.orElseThrow().requested();
    boolean other = theirs.orElseThrow().requested();
    if (base.isEmpty() || mine == other) {
      return mine || other;
    }
    return !base.get().requested();
  }

  private static Optional<String> value(Optional<Entry> entry, String name) {
    return entry.flatMap(found -> Optional.ofNullable(found.attributes().get(name)));
  }

  private static Entry withRequested(Entry entry, boolean requested) {
    return new Entry(
        entry.key(), entry.version(), requested, entry.artifacts(), entry.attributes());
  }

  private static String words(Optional<Entry> entry, Optional<Entry> other) {
    if (entry.isEmpty()) {
      return "not there";
    }
    Entry found = entry.get();
    if (other.isPresent() && other.get().version().equals(found.version())) {
      return new EntryChange(other.get(), found)
          .aspects().stream()
              .map(aspect -> aspect.name() + " " + orNothing(aspect.after()))
              .reduce((left, right) -> left + ", " + right)
              .orElse("the same");
    }
    String state = found.attribute("state");
    String version = found.version().isEmpty() ? "there" : found.version();
    return state.isEmpty() ? version : version + " (" + state + ")";
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "none" : value;
  }
}
