package io.envsnap.spec.diff;

import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two lockfiles that began as one, brought together entry by entry. What only one side changed is
 * taken from it; what both changed alike is taken once; what both changed differently is a
 * conflict. Swapping the sides swaps the two results and changes nothing else.
 *
 * @param ours the merged lockfile, with each conflict settled for this side
 * @param theirs the merged lockfile, with each conflict settled for the other side
 * @param conflicts what a person has to choose, sorted by entry; empty when both results are equal
 * @param elsewhere entries of the result whose bytes are not in the snapshot that it names, sorted
 */
public record LockfileMerge(
    Lockfile ours, Lockfile theirs, List<MergeConflict> conflicts, List<EntryKey> elsewhere) {
  /** Takes its own copies. */
  public LockfileMerge {
    conflicts = List.copyOf(conflicts);
    elsewhere = List.copyOf(elsewhere);
  }

  /**
   * Merges two lockfiles.
   *
   * @param base what both began as; empty where they have nothing in common
   */
  public static LockfileMerge of(Optional<Lockfile> base, Lockfile ours, Lockfile theirs) {
    List<MergeConflict> conflicts = new ArrayList<>();
    if (Whose.of(base.map(Lockfile::base), Optional.of(ours.base()), Optional.of(theirs.base()))
            == Whose.DISPUTED
        && !kind(ours.base()).equals(kind(theirs.base()))) {
      conflicts.add(new MergeConflict(Optional.empty(), kind(ours.base()), kind(theirs.base())));
    }
    Map<EntryKey, Entry> before = byKey(base.map(Lockfile::entries).orElse(List.of()));
    Map<EntryKey, Entry> left = byKey(ours.entries());
    Map<EntryKey, Entry> right = byKey(theirs.entries());
    TreeSet<EntryKey> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    List<EntryMerge> merges = new ArrayList<>();
    for (EntryKey key : keys) {
      EntryMerge merge =
          new EntryMerge(
              Optional.ofNullable(before.get(key)),
              Optional.ofNullable(left.get(key)),
              Optional.ofNullable(right.get(key)));
      merge.conflict().ifPresent(conflicts::add);
      merges.add(merge);
    }
    boolean kinds = conflicts.stream().anyMatch(conflict -> conflict.key().isEmpty());
    Side later = later(ours, theirs);
    Lockfile forOurs = result(base, ours, theirs, merges, Side.OURS, kinds ? Side.OURS : later);
    Lockfile forTheirs =
        result(base, ours, theirs, merges, Side.THEIRS, kinds ? Side.THEIRS : later);
    return new LockfileMerge(forOurs, forTheirs, conflicts, elsewhere(forOurs, base, ours, theirs));
  }

  /** Whether nobody has to choose. */
  public boolean isClean() {
    return conflicts.isEmpty();
  }

  private static Lockfile result(
      Optional<Lockfile> base,
      Lockfile ours,
      Lockfile theirs,
      List<EntryMerge> merges,
      Side side,
      Side machine) {
    return new Lockfile(
        fact(base, ours, theirs, Lockfile::base, machine),
        fact(base, ours, theirs, Lockfile::accelerator, machine),
        merges.stream().flatMap(merge -> merge.settled(side).stream()).toList(),
        KeyedMerge.of(
            base.map(Lockfile::credentials).orElse(List.of()),
            ours.credentials(),
            theirs.credentials(),
            need -> List.of(need.need(), need.purpose()),
            machine),
        KeyedMerge.of(
            base.map(Lockfile::leftOut).orElse(List.of()),
            ours.leftOut(),
            theirs.leftOut(),
            LeftOut::path,
            machine),
        StoryMerge.of(
            base.map(Lockfile::actions).orElse(List.of()), ours.actions(), theirs.actions()),
        fact(base, ours, theirs, Lockfile::snapshot, machine));
  }

  /** What tells of one machine is never mixed: the later session's stands. */
  private static <T> T fact(
      Optional<Lockfile> base,
      Lockfile ours,
      Lockfile theirs,
      Function<Lockfile, T> of,
      Side side) {
    return Whose.of(base.map(of), Optional.of(of.apply(ours)), Optional.of(of.apply(theirs)))
        .take(of.apply(ours), of.apply(theirs), side);
  }

  private static List<EntryKey> elsewhere(
      Lockfile result, Optional<Lockfile> base, Lockfile ours, Lockfile theirs) {
    Optional<SnapshotLink> link = result.snapshot();
    if (link.isEmpty()) {
      return List.of();
    }
    List<Map<EntryKey, Entry>> holders = new ArrayList<>();
    for (Lockfile each : List.of(ours, theirs)) {
      if (each.snapshot().equals(link)) {
        holders.add(byKey(each.entries()));
      }
    }
    base.filter(each -> each.snapshot().equals(link))
        .ifPresent(each -> holders.add(byKey(each.entries())));
    return result.entries().stream()
        .filter(entry -> holders.stream().noneMatch(held -> entry.equals(held.get(entry.key()))))
        .map(Entry::key)
        .toList();
  }

  /** Whose session did something last; the same whichever way round the two are given. */
  private static Side later(Lockfile ours, Lockfile theirs) {
    int order = last(ours).compareTo(last(theirs));
    if (order == 0) {
      order = ours.toString().compareTo(theirs.toString());
    }
    return order >= 0 ? Side.OURS : Side.THEIRS;
  }

  private static Instant last(Lockfile lockfile) {
    return lockfile.actions().stream().map(Action::at).max(Instant::compareTo).orElse(Instant.MIN);
  }

  /** What decides whether the entries of one machine can be those of another. */
  private static String kind(Base base) {
    List<String> pythons =
        base.pythons().stream().map(PythonBase::abi).distinct().sorted().toList();
    return String.join(", ", List.of(base.os(), base.architecture(), String.join(" ", pythons)));
  }

  private static Map<EntryKey, Entry> byKey(List<Entry> entries) {
    return entries.stream().collect(Collectors.toMap(Entry::key, Function.identity()));
  }
}
