package io.envsnap.agent.ecosystem.apt;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one installed instance of a Debian package.
 *
 * @param name as Debian Policy 5.6.1 allows it
 * @param architecture such as {@code amd64} or {@code all}; empty in stanzas of packages that dpkg
 *     merely remembers
 */
record PackageId(String name, String architecture) implements Comparable<PackageId> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{0,254}");
  private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+:~_-]{0,254}");

  /** Reads {@code name:architecture}; empty when it is nothing that dpkg would write. */
  static Optional<PackageId> parse(String text) {
    int colon = text.indexOf(':');
    PackageId id =
        colon < 0
            ? new PackageId(text, "")
            : new PackageId(text.substring(0, colon), text.substring(colon + 1));
    return id.isValid() ? Optional.of(id) : Optional.empty();
  }

  /** Whether both parts are as Policy wants them, and so safe as words of a command or a path. */
  boolean isValid() {
    return NAME.matcher(name).matches()
        && (architecture.isEmpty() || ARCHITECTURE.matcher(architecture).matches());
  }

  /** Whether it is a version as Policy 5.6.12 wants it; dpkg demands the leading digit. */
  static boolean isVersion(String version) {
    return VERSION.matcher(version).matches();
  }

  // Written out, as in Digest: maps are full of these.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackageId id
        && name.equals(id.name)
        && architecture.equals(id.architecture);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + architecture.hashCode();
  }

  @Override
  public int compareTo(PackageId other) {
    int order = name.compareTo(other.name);
    return order == 0 ? architecture.compareTo(other.architecture) : order;
  }

  /** {@code name:architecture}. */
  @Override
  public String toString() {
    return architecture.isEmpty() ? name : name + ":" + architecture;
  }
}
