package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the session did to packages.
 *
 * @param changes by package
 * @param holds packages that the session put on hold or released and else left alone, installed or
 *     not, and which of both
 * @param unfinished packages that dpkg was working on when it was cut off: nobody can restore them
 */
record SessionPackages(
    Map<PackageId, PackageChange> changes,
    Map<PackageId, Boolean> holds,
    Set<PackageId> unfinished) {
  SessionPackages {
    changes = new TreeMap<>(changes);
    holds = new TreeMap<>(holds);
    unfinished = Set.copyOf(unfinished);
  }

  /**
   * Compared with a base that is known.
   *
   * @param rewritten packages whose list of files was written in the session, as a reinstallation
   *     does too
   */
  static SessionPackages since(DpkgStatus before, DpkgStatus now, Set<PackageId> rewritten) {
    Map<PackageId, PackageChange> changes = new TreeMap<>();
    Map<PackageId, Boolean> holds = new TreeMap<>();
    Set<PackageId> unfinished = new LinkedHashSet<>();
    Set<PackageId> all = new LinkedHashSet<>(now.stanzas().keySet());
    all.addAll(before.stanzas().keySet());
    for (PackageId id : all) {
      Optional<Stanza> here = now.get(id);
      boolean wasThere = before.installed(id).isPresent();
      if (here.isPresent() && PackageState.of(here.get()).isUnfinished()) {
        unfinished.add(id);
      } else if (wasThere && now.installed(id).isPresent()) {
        Optional<PackageChange> change = moved(id, before, here, rewritten);
        change.ifPresent(moved -> changes.put(id, moved));
        if (change.isEmpty() && held(before.get(id)) != held(here)) {
          holds.put(id, held(here));
        }
      } else if (now.installed(id).isPresent() || changedWhileAbsent(before.get(id), here)) {
        changes.put(id, came(id, before, here));
      } else if (wasThere && !superseded(id, now)) {
        changes.put(id, new PackageChange(id, here, before.get(id), version(before.get(id))));
      } else if (isNowhere(before.get(id))
          && isNowhere(here)
          && held(before.get(id)) != held(here)) {
        holds.put(id, held(here));
      }
    }
    return new SessionPackages(changes, holds, unfinished);
  }

  private static Optional<PackageChange> moved(
      PackageId id, DpkgStatus before, Optional<Stanza> here, Set<PackageId> rewritten) {
    String old = version(before.get(id));
    boolean same = old.equals(version(here));
    return same && !rewritten.contains(id)
        ? Optional.empty()
        : Optional.of(new PackageChange(id, here, before.get(id), same ? "" : old));
  }

  /** An upgrade may change the architecture, such as from {@code all}: then the key is new. */
  private static PackageChange came(PackageId id, DpkgStatus before, Optional<Stanza> here) {
    Optional<Stanza> predecessor =
        before.named(id.name()).stream()
            .filter(other -> succeeds(here, id, other))
            .map(before::installed)
            .flatMap(Optional::stream)
            .findFirst();
    return new PackageChange(
        id,
        here,
        predecessor.or(() -> before.get(id)),
        predecessor.map(stanza -> stanza.value("Version")).orElse(""));
  }

  private static boolean succeeds(Optional<Stanza> here, PackageId id, PackageId other) {
    return here.filter(PackageState::isMultiArchSame).isEmpty() && !other.equals(id);
  }

  private static boolean superseded(PackageId id, DpkgStatus now) {
    return successor(id, now).isPresent();
  }

  /** The instance of another architecture that took a package's place. */
  private static Optional<PackageId> successor(PackageId id, DpkgStatus now) {
    return now.named(id.name()).stream()
        .filter(other -> !other.equals(id))
        .filter(
            other -> now.installed(other).filter(s -> !PackageState.isMultiArchSame(s)).isPresent())
        .findFirst();
  }

  /** Came and went within the session, or was known only by configuration files that are gone. */
  private static boolean changedWhileAbsent(Optional<Stanza> before, Optional<Stanza> here) {
    boolean wasConfigFiles = state(before, PackageState::isConfigFiles);
    boolean isConfigFiles = state(here, PackageState::isConfigFiles);
    boolean wasInstalled = state(before, PackageState::isInstalled);
    return !wasInstalled && wasConfigFiles != isConfigFiles;
  }

  private static boolean state(
      Optional<Stanza> stanza, java.util.function.Predicate<PackageState> wanted) {
    return stanza.map(PackageState::of).filter(wanted).isPresent();
  }

  /** A package may be held that is not even there, so that apt never installs it. */
  private static boolean isNowhere(Optional<Stanza> stanza) {
    return stanza.map(PackageState::of).map(PackageState::isGone).orElse(true);
  }

  private static boolean held(Optional<Stanza> stanza) {
    return state(stanza, PackageState::isHeld);
  }

  private static String version(Optional<Stanza> stanza) {
    return stanza.map(found -> found.value("Version")).orElse("");
  }

  /**
   * Told from traces, because nobody saw the base.
   *
   * @param rewritten packages whose list of files was written in the session
   * @param log what dpkg did in the session; empty where it keeps none
   * @param statusWritten whether the status file was written in the session: then any hold may be
   *     the session's
   */
  static SessionPackages inferred(
      DpkgStatus now, Set<PackageId> rewritten, DpkgLog log, boolean statusWritten) {
    Map<PackageId, DpkgLog.Step> first = new TreeMap<>();
    for (DpkgLog.Step step : log.steps()) {
      if (Set.of("install", "upgrade", "remove", "purge").contains(step.action())) {
        step.subject().ifPresent(id -> first.putIfAbsent(id, step));
      }
    }
    Map<PackageId, PackageChange> changes = new TreeMap<>();
    List<PackageId> candidates = new ArrayList<>(first.keySet());
    // Without a log a rewritten list is all that tells; with one it may mean that another
    // package took a file over.
    if (first.isEmpty()) {
      candidates.addAll(rewritten);
    }
    for (PackageId candidate : candidates) {
      PackageId id = successor(candidate, now).orElse(candidate);
      Optional<Stanza> here = now.get(id);
      String replaced = replaced(Optional.ofNullable(first.get(candidate)), here);
      boolean there = now.installed(id).isPresent() || state(here, PackageState::isConfigFiles);
      boolean unfinished = state(here, PackageState::isUnfinished);
      if (!unfinished && (there || !replaced.isEmpty())) {
        changes.put(id, new PackageChange(id, here, Optional.empty(), replaced));
      }
    }
    Map<PackageId, Boolean> holds = new TreeMap<>();
    now.stanzas()
        .forEach(
            (id, stanza) -> {
              PackageState state = PackageState.of(stanza);
              boolean settled = state.isInstalled() || state.isGone();
              if (statusWritten && settled && state.isHeld() && !changes.containsKey(id)) {
                holds.put(id, true);
              }
            });
    return new SessionPackages(changes, holds, now.unfinished());
  }

  private static String replaced(Optional<DpkgLog.Step> first, Optional<Stanza> here) {
    if (first.isEmpty()) {
      return PackageChange.UNKNOWN;
    }
    if (first.get().action().equals("install")) {
      return "";
    }
    String old = first.get().oldVersion().orElse(PackageChange.UNKNOWN);
    boolean reinstalled = state(here, PackageState::isInstalled) && old.equals(version(here));
    return reinstalled ? "" : old;
  }

  /** The same, without packages that belong to envsnap rather than to the session. */
  SessionPackages without(Set<PackageId> own) {
    Map<PackageId, PackageChange> kept = new TreeMap<>(changes);
    kept.keySet().removeAll(own);
    return new SessionPackages(kept, holds, unfinished);
  }
}
