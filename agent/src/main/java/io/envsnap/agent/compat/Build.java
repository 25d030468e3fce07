package io.envsnap.agent.compat;

import java.util.List;
import java.util.Optional;

/**
 * A known build of a framework.
 *
 * @param name of the package
 * @param first release, as {@code 2.8}
 * @param last release, inclusive
 * @param tag behind the {@code +} of its version; empty for the one on the common index
 * @param cuda what it was built with
 * @param targets the cards that it carries code for; empty where nobody looked
 * @param source where that stands
 */
record Build(
    String name,
    Release first,
    Release last,
    String tag,
    CudaVersion cuda,
    Optional<KernelTargets> targets,
    String source) {
  private static final List<Build> KNOWN =
      Table.rows("builds.tsv", 8).stream().map(Build::of).toList();

  private static Build of(List<String> row) {
    return new Build(
        row.get(0),
        Release.of(row.get(1)),
        Release.of(row.get(2)),
        row.get(3).equals("-") ? "" : row.get(3),
        CudaVersion.parse(row.get(4)).orElseThrow(),
        KernelTargets.parse(row.get(5)),
        row.get(6) + ", read " + row.get(7));
  }

  static List<Build> known() {
    return KNOWN;
  }

  /** The build of exactly that package, version and tag. */
  static Optional<Build> find(String name, String version, String tag) {
    Release minor = Release.of(version).cut(2);
    return KNOWN.stream()
        .filter(build -> build.name().equals(name) && build.tag().equals(tag))
        .filter(build -> minor.isKnown() && build.holds(minor))
        .findFirst();
  }

  boolean holds(Release minor) {
    return minor.atLeast(first) && last.atLeast(minor);
  }
}
