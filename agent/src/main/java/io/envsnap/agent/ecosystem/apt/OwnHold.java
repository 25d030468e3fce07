package io.envsnap.agent.ecosystem.apt;

import java.util.Optional;

/**
 * A package that this machine has on hold for itself: somebody here wants it to stay as it is, and
 * a restore is nobody to overrule that. A hold that the recorded session met, or had itself, says
 * nothing against the recorded version: the session had decided all the same.
 */
final class OwnHold {
  private OwnHold() {}

  /**
   * Why the package stays as it is here; empty where no hold of this machine's own is in the way.
   */
  static Optional<String> against(PackageChange change, DpkgStatus here) {
    Optional<Stanza> present = StatusMerge.present(change, here).filter(OwnHold::isHeld);
    boolean asRecorded =
        change.isInstalled() && StatusMerge.relation(change, here) == StatusMerge.Relation.SAME;
    return isOfThisMachine(change) && !asRecorded ? present.map(OwnHold::clause) : Optional.empty();
  }

  /** The same of a package of a lockfile without its snapshot. */
  static Optional<String> against(PackageId id, DpkgStatus here) {
    return here.installed(id).filter(OwnHold::isHeld).map(OwnHold::clause);
  }

  /** Whether a hold on it can be nobody's but this machine's. */
  static boolean isOfThisMachine(PackageChange change) {
    return change.now().filter(OwnHold::isHeld).isEmpty()
        && change.before().filter(OwnHold::isHeld).isEmpty();
  }

  static boolean isHeld(Stanza stanza) {
    return PackageState.of(stanza).isHeld();
  }

  private static String clause(Stanza held) {
    String name = held.value("Package");
    return "this machine has `%s` %s on hold; `apt-mark unhold %s` lets it go"
        .formatted(name, held.value("Version"), name);
  }
}
