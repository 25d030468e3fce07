package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes packages of a session as entries of a lockfile. */
final class PackageEntries {
  /** Missing for an installed package, else {@link #REMOVED} or {@link #PURGED}. */
  static final String STATE = "state";

  static final String REMOVED = "removed";
  static final String PURGED = "purged";

  /** Version that the base had; missing for what came and went within the session. */
  static final String REPLACED = "replaced";

  static final String HOLD = "hold";

  /** Code name and component of the archive that it came from. */
  static final String SOURCE = "source";

  /** Paths of configuration files whose text is not the package's own. */
  static final String EDITED = "edited";

  private PackageEntries() {}

  /**
   * The entry of a package.
   *
   * @param requested whether apt holds it for asked for
   * @param artifacts what archives offer or offered
   * @param more attributes that were found elsewhere
   */
  static Entry of(
      PackageChange change,
      boolean requested,
      List<Artifact> artifacts,
      SortedMap<String, String> more) {
    SortedMap<String, String> attributes = new TreeMap<>(more);
    if (!change.replaced().isEmpty()) {
      attributes.put(REPLACED, change.replaced());
    }
    if (!change.isInstalled()) {
      attributes.put(STATE, change.isConfigFiles() ? REMOVED : PURGED);
    }
    boolean held = change.now().map(PackageState::of).filter(PackageState::isHeld).isPresent();
    if (held) {
      attributes.put(HOLD, "true");
    }
    return new Entry(
        Keys.of(change.id()),
        change.version(),
        requested && change.isInstalled(),
        artifacts,
        attributes);
  }

  /** The entry of a base package that the session put on hold or released. */
  static Entry hold(PackageId id, boolean hold) {
    return new Entry(
        Keys.of(Keys.HOLDS, id),
        "",
        true,
        List.of(),
        new TreeMap<>(Map.of(HOLD, String.valueOf(hold))));
  }
}
