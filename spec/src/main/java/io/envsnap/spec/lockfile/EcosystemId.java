package io.envsnap.spec.lockfile;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an ecosystem; it is also the name of its section in a lockfile.
 *
 * @param value lower-case letters and digits, such as {@code apt} or {@code pip}
 */
public record EcosystemId(String value) implements Comparable<EcosystemId> {
  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]{0,31}");

  /** Refuses names that could not be a section of a lockfile. */
  public EcosystemId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("not an ecosystem name: `" + value + "`");
    }
  }

  // Written out, as in Digest.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EcosystemId id && value.equals(id.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(EcosystemId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
