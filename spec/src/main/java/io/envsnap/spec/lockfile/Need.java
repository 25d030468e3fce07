package io.envsnap.spec.lockfile;

/**
 * A credential that was in use and was not recorded.
 *
 * @param need what it opens, such as {@code https://git.example} or {@code ~/.netrc}
 * @param purpose what needed it, such as {@code git /content/private}
 * @param give how to give it on the next machine
 */
public record Need(String need, String purpose, String give) implements Comparable<Need> {
  @Override
  public int compareTo(Need other) {
    int byNeed = need.compareTo(other.need);
    return byNeed != 0 ? byNeed : purpose.compareTo(other.purpose);
  }
}
