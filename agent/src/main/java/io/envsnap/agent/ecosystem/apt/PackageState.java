package io.envsnap.agent.ecosystem.apt;

import java.util.List;

/**
 * The three words of a {@code Status} field (dpkg(1), "Package states").
 *
 * @param want what shall become of the package: {@code install}, {@code hold}, {@code deinstall},
 *     {@code purge} or {@code unknown}
 * @param flag {@code ok} or {@code reinstreq}
 * @param status how far it is: {@code installed}, {@code config-files} and others
 */
record PackageState(String want, String flag, String status) {
  private static final String INSTALLED = "installed";
  private static final String HOLD = "hold";

  static PackageState of(Stanza stanza) {
    List<String> words = List.of(stanza.value("Status").split(" +", -1));
    return words.size() == 3
        ? new PackageState(words.get(0), words.get(1), words.get(2))
        : new PackageState("unknown", "ok", "not-installed");
  }

  /** Whether instances of several architectures may be installed at once. */
  static boolean isMultiArchSame(Stanza stanza) {
    return stanza.value("Multi-Arch").equals("same");
  }

  /**
   * Whether it is wholly there, unpacked and configured: a trigger that is outstanding, its own or
   * another package's, takes nothing of that away.
   */
  boolean isInstalled() {
    return (status.equals(INSTALLED) || hasTriggers()) && flag.equals("ok");
  }

  /** Whether a trigger is outstanding. */
  boolean hasTriggers() {
    return status.startsWith("triggers-");
  }

  /** The same state without outstanding triggers. */
  PackageState settled() {
    return hasTriggers() ? new PackageState(want, flag, INSTALLED) : this;
  }

  /** Whether it was removed and only its configuration files are left. */
  boolean isConfigFiles() {
    return status.equals("config-files") && flag.equals("ok");
  }

  /** Whether dpkg has nothing of it on disk. */
  boolean isGone() {
    return status.equals("not-installed");
  }

  /** Whether dpkg was cut off while it worked on it, or still works on it. */
  boolean isUnfinished() {
    return !isInstalled() && !isConfigFiles() && !isGone();
  }

  boolean isHeld() {
    return want.equals(HOLD);
  }

  /** The same state, held or no longer held. */
  PackageState held(boolean hold) {
    if (hold) {
      return new PackageState(HOLD, flag, status);
    }
    return isHeld() ? new PackageState(isGone() ? "unknown" : "install", flag, status) : this;
  }

  @Override
  public String toString() {
    return want + " " + flag + " " + status;
  }
}
