package io.envsnap.spec.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * A point in time as file systems keep it.
 *
 * @param seconds since 1970-01-01T00:00:00Z
 * @param nanos 0 to 999,999,999
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {
  // Written out, as in Digest: each path of a restore is compared by them.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Timestamp same && seconds == same.seconds && nanos == same.nanos;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seconds) * 31 + nanos;
  }

  @Override
  public int compareTo(Timestamp other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
