package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.Optional;

/**
 * A package that apt shall install in exactly that version.
 *
 * @param id the package
 * @param version its version, as dpkg spells it
 * @param automatic whether nobody asked for it
 * @param held whether it was on hold
 * @param artifact where its archive was found when it was recorded
 * @param rebuilt its archive made of the snapshot; empty where there is none
 */
record AptItem(
    PackageId id,
    String version,
    boolean automatic,
    boolean held,
    Optional<Artifact> artifact,
    Optional<RebuiltDeb> rebuilt) {
  EntryKey key() {
    return Keys.of(id);
  }

  /** How apt's command line names it, without its version. */
  String name() {
    return id.architecture().equals("all") ? id.name() : id.toString();
  }

  /** Name of its archive as apt would keep it. */
  String file() {
    return id.name() + "_" + version.replace(":", "%3a") + "_" + id.architecture() + ".deb";
  }
}
