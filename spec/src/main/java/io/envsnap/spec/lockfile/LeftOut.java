package io.envsnap.spec.lockfile;

/**
 * A changed path that a rule keeps out of the snapshot and that a person would miss.
 *
 * @param path the absolute path
 * @param size its length in bytes
 * @param reason the rule, as one clause such as {@code larger than 256 MiB}
 * @param url where it can be had again, without credentials; empty where unknown
 */
public record LeftOut(String path, long size, String reason, String url)
    implements Comparable<LeftOut> {
  @Override
  public int compareTo(LeftOut other) {
    return path.compareTo(other.path);
  }
}
