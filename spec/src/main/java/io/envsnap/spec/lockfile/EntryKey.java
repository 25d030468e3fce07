package io.envsnap.spec.lockfile;

import org.jspecify.annotations.Nullable;

/**
 * What names an entry: no two entries of a lockfile share it, and it survives a change of version.
 *
 * @param ecosystem who understands the entry
 * @param kind a plural noun of that ecosystem, such as {@code packages} or {@code sources}
 * @param scope where the name is unique: an architecture for apt, a site folder for pip, else empty
 * @param name the package, the path or whatever the kind counts
 */
public record EntryKey(EcosystemId ecosystem, String kind, String scope, String name)
    implements Comparable<EntryKey> {
  // Written out, as in Digest: maps are full of these.
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof EntryKey key
            && name.equals(key.name)
            && scope.equals(key.scope)
            && kind.equals(key.kind)
            && ecosystem.value().equals(key.ecosystem.value()));
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + scope.hashCode();
  }

  @Override
  public int compareTo(EntryKey other) {
    int order = ecosystem.compareTo(other.ecosystem);
    order = order == 0 ? kind.compareTo(other.kind) : order;
    order = order == 0 ? scope.compareTo(other.scope) : order;
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /** {@code apt graphviz} or {@code pip numpy (/usr/lib/python3/dist-packages)}, for people. */
  public String spoken() {
    String where = scope.isEmpty() ? "" : " (" + scope + ")";
    return ecosystem + " " + name + where;
  }
}
