package io.envsnap.spec.snapshot;

/**
 * A point in time as file systems keep it.
 *
 * @param seconds since 1970-01-01T00:00:00Z
 * @param nanos 0 to 999,999,999
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {
  @Override
  public int compareTo(Timestamp other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
