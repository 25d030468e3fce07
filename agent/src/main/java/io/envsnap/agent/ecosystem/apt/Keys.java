package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.Set;

/** Kinds of entries that apt has, and how they are named. */
final class Keys {
  static final EcosystemId APT = new EcosystemId("apt");
  static final String PACKAGES = "packages";
  static final String HOLDS = "holds";
  static final String AUTOMATIC = "automatic";
  static final String SOURCES = "sources";
  static final String KEYRINGS = "keys";
  static final String PINS = "pins";
  static final String ARCHITECTURES = "architectures";
  static final String ALTERNATIVES = "alternatives";
  static final String DIVERSIONS = "diversions";
  static final String ACCOUNTS = "accounts";
  static final String CACHES = "caches";
  static final String CONFIGURATION = "configuration";

  /** Whatever maintainer scripts changed beside the files of their packages. */
  static final EntryKey SCRIPTS = plain(CONFIGURATION, "maintainer-scripts");

  /** Kinds of entries that are nothing but records of shared files. */
  static final Set<String> ABOUT_DATABASES = Set.of(HOLDS, AUTOMATIC, ARCHITECTURES, DIVERSIONS);

  private Keys() {}

  static EntryKey of(PackageId id) {
    return of(PACKAGES, id);
  }

  /** An entry about a package: its architecture is the scope. */
  static EntryKey of(String kind, PackageId id) {
    return new EntryKey(APT, kind, id.architecture(), id.name());
  }

  /** An entry about anything else. */
  static EntryKey plain(String kind, String name) {
    return new EntryKey(APT, kind, "", name);
  }

  static PackageId packageOf(EntryKey key) {
    return new PackageId(key.name(), key.scope());
  }
}
