package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.agent.ecosystem.MergeConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Brings the stanzas of restored packages into dpkg's status, and leaves all others as they are.
 *
 * @param changes what the session did to the packages that come back
 * @param holds base packages that it put on hold or released
 */
record StatusMerge(List<PackageChange> changes, Map<PackageId, Boolean> holds)
    implements FileMerge {
  private static final String PENDING = "Triggers-Pending";
  private static final String AWAITED = "Triggers-Awaited";

  StatusMerge {
    changes = List.copyOf(changes);
    holds = new TreeMap<>(holds);
  }

  /** How the recorded and the present stanza of one package relate. */
  enum Relation {
    /** It is here as it was recorded. */
    SAME,
    /** Here is the base's, or nothing, where the session had something else. */
    BEHIND,
    /** Both sides changed it. */
    CONFLICT
  }

  /** Compares one package of the session with this machine. */
  static Relation relation(PackageChange change, DpkgStatus here) {
    Optional<Stanza> present = present(change, here);
    if (change.isInstalled()) {
      Stanza recorded = change.now().orElseThrow();
      if (present.isEmpty()) {
        return Relation.BEHIND;
      }
      // Mostly it is what was placed here, to the letter.
      if (present.get().text().equals(recorded.text())
          || essence(present.get()).equals(essence(recorded))) {
        return Relation.SAME;
      }
    } else if (present.isEmpty()) {
      return Relation.SAME;
    }
    boolean base =
        change.before().isPresent()
            ? essence(present.get()).equals(essence(change.before().get()))
            : present.get().value("Version").equals(change.replaced());
    return base ? Relation.BEHIND : Relation.CONFLICT;
  }

  /** The installed instance here that the recorded one would take the place of. */
  static Optional<Stanza> present(PackageChange change, DpkgStatus here) {
    return here.installed(change.id()).or(() -> predecessor(change, here));
  }

  /** An instance of another architecture, where only one may be installed at a time. */
  private static Optional<Stanza> predecessor(PackageChange change, DpkgStatus here) {
    boolean manyAtOnce = change.now().filter(PackageState::isMultiArchSame).isPresent();
    return here.named(change.id().name()).stream()
        .filter(id -> !manyAtOnce && change.isInstalled())
        .map(here::installed)
        .flatMap(Optional::stream)
        .filter(stanza -> !PackageState.isMultiArchSame(stanza))
        .findFirst();
  }

  /**
   * What makes two stanzas of one package the same package: not what shall become of it, nor which
   * text of its configuration files it came with last.
   */
  private static Stanza essence(Stanza stanza) {
    return stanza
        .without("Status")
        .without("Conffiles")
        .without("Config-Version")
        .without(PENDING)
        .without(AWAITED);
  }

  @Override
  public byte[] merge(Optional<byte[]> current) throws MergeConflictException {
    byte[] bytes = current.orElseGet(() -> new byte[0]);
    DpkgStatus here = DpkgStatus.parse(bytes);
    List<Stanza> taken = new ArrayList<>();
    List<PackageId> gone = new ArrayList<>();
    for (PackageChange change : changes) {
      if (relation(change, here) == Relation.CONFLICT) {
        throw new MergeConflictException("`" + change.id() + "` changed while envsnap was at work");
      }
      if (change.isInstalled() || change.isConfigFiles()) {
        Stanza now = change.now().orElseThrow();
        Stanza ready = hasRunTriggers(change, here) ? untriggered(now) : settled(now);
        taken.add(isHeldHere(change, here) ? held(ready, true) : ready);
      } else {
        gone.add(change.id());
      }
      present(change, here)
          .map(DpkgStatus::idOf)
          .filter(id -> !id.equals(change.id()))
          .ifPresent(gone::add);
    }
    holds.forEach((id, hold) -> held(here, id, hold).ifPresent(taken::add));
    DpkgStatus merged = here.with(taken, gone);
    return merged.stanzas().equals(here.stanzas()) ? bytes : merged.bytes();
  }

  /**
   * A package that waits for triggers waits here for those of them that come back with it, and for
   * no others: nobody would ever run these.
   */
  private Stanza settled(Stanza stanza) {
    List<String> awaited = new ArrayList<>();
    for (String name : stanza.value(AWAITED).split(" ", -1)) {
      if (!name.isEmpty() && changes.stream().anyMatch(change -> isPending(change, name))) {
        awaited.add(name);
      }
    }
    boolean pending = !stanza.value(PENDING).isEmpty();
    if (pending || !awaited.isEmpty()) {
      return awaited.isEmpty()
          ? stanza.without(AWAITED)
          : stanza.with(AWAITED, String.join(" ", awaited));
    }
    return untriggered(stanza);
  }

  private static Stanza untriggered(Stanza stanza) {
    String state = PackageState.of(stanza).settled().toString();
    return stanza.without(PENDING).without(AWAITED).with("Status", state);
  }

  /** Whether it is here already, and nothing is outstanding any more. */
  private static boolean hasRunTriggers(PackageChange change, DpkgStatus here) {
    return relation(change, here) == Relation.SAME
        && here.installed(change.id())
            .map(PackageState::of)
            .filter(state -> !state.hasTriggers())
            .isPresent();
  }

  private static boolean isPending(PackageChange change, String name) {
    boolean named = name.equals(change.id().name()) || name.equals(change.id().toString());
    return named && change.now().filter(now -> !now.value(PENDING).isEmpty()).isPresent();
  }

  /** The package as it is here, held or not; one that is not here can be held as well. */
  private static Optional<Stanza> held(DpkgStatus here, PackageId id, boolean hold) {
    Optional<Stanza> known = here.get(id);
    if (known.isEmpty()) {
      return hold ? Optional.of(absentAndHeld(id)) : Optional.empty();
    }
    return known.map(stanza -> held(stanza, hold));
  }

  private static Stanza held(Stanza stanza, boolean hold) {
    return stanza.with("Status", PackageState.of(stanza).held(hold).toString());
  }

  /** This machine's own hold stays, also on what is just as it was recorded. */
  private static boolean isHeldHere(PackageChange change, DpkgStatus here) {
    return OwnHold.isOfThisMachine(change)
        && here.get(change.id()).filter(OwnHold::isHeld).isPresent();
  }

  private static Stanza absentAndHeld(PackageId id) {
    String architecture =
        id.architecture().isEmpty() ? "" : "Architecture: " + id.architecture() + "\n";
    return new Stanza("Package: " + id.name() + "\nStatus: hold ok not-installed\n" + architecture);
  }
}
