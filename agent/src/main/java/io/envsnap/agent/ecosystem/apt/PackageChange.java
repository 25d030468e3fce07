package io.envsnap.agent.ecosystem.apt;

import java.util.Optional;

/**
 * What the session did to one package.
 *
 * @param id the package; for a removed one as the base knew it
 * @param now its stanza at the end; empty when dpkg forgot it
 * @param before its stanza in the base; empty when it was not there, or when the baseline was
 *     inferred
 * @param replaced its version in the base; empty when it was not there, {@link #UNKNOWN} when
 *     nobody can tell
 */
record PackageChange(PackageId id, Optional<Stanza> now, Optional<Stanza> before, String replaced) {
  /** Stands for a version that only a taken baseline would have told. */
  static final String UNKNOWN = "unknown";

  /** Whether it is fully installed at the end of the session. */
  boolean isInstalled() {
    return now.map(PackageState::of).map(PackageState::isInstalled).orElse(false);
  }

  /** Whether it is gone but for its configuration files. */
  boolean isConfigFiles() {
    return now.map(PackageState::of).map(PackageState::isConfigFiles).orElse(false);
  }

  /** Its version at the end; for a removed one the version that was removed. */
  String version() {
    return isInstalled() || replaced.isEmpty()
        ? now.map(stanza -> stanza.value("Version")).orElse(UNKNOWN)
        : replaced;
  }
}
