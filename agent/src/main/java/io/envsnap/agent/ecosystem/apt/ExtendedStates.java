package io.envsnap.agent.ecosystem.apt;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which packages apt installed by itself, for others: {@code /var/lib/apt/extended_states}. What is
 * missing there was asked for.
 *
 * @param automatic by package; apt files those for all architectures under the native one
 */
record ExtendedStates(Map<PackageId, Boolean> automatic) {
  ExtendedStates {
    automatic = Collections.unmodifiableMap(new TreeMap<>(automatic));
  }

  static ExtendedStates parse(byte[] file) {
    Map<PackageId, Boolean> automatic = new TreeMap<>();
    for (Stanza stanza : Stanza.parse(file)) {
      automatic.put(DpkgStatus.idOf(stanza), stanza.value("Auto-Installed").equals("1"));
    }
    return new ExtendedStates(automatic);
  }

  /** Whether the package came only because another one needed it. */
  boolean isAutomatic(PackageId id, String nativeArchitecture) {
    return automatic.getOrDefault(idOf(id, nativeArchitecture), false);
  }

  /** As apt files a package. */
  static PackageId idOf(PackageId id, String nativeArchitecture) {
    return id.architecture().equals("all") ? new PackageId(id.name(), nativeArchitecture) : id;
  }
}
