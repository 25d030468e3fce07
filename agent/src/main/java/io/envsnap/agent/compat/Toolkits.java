package io.envsnap.agent.compat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of CUDA toolkits: which driver they ask for, and which cards they build for. */
final class Toolkits {
  private static final List<Toolkit> KNOWN =
      Table.rows("toolkits.tsv", 6).stream().map(Toolkit::of).toList();
  private static final Map<Integer, Floor> FLOORS = floors();

  private Toolkits() {}

  /**
   * One toolkit.
   *
   * @param version its version
   * @param driver the first driver of the same CUDA level
   * @param oldest oldest card that it builds for
   * @param newest newest card that it builds for
   * @param source where that stands
   */
  record Toolkit(
      CudaVersion version, String driver, Capability oldest, Capability newest, String source) {
    static Toolkit of(List<String> row) {
      return new Toolkit(
          CudaVersion.parse(row.get(0)).orElseThrow(),
          row.get(1),
          Capability.parse(row.get(2)).orElseThrow(),
          Capability.parse(row.get(3)).orElseThrow(),
          row.get(4) + ", read " + row.get(5));
    }
  }

  /**
   * The oldest driver that runs a family at all.
   *
   * @param driver its version
   * @param source where that stands
   */
  record Floor(String driver, String source) {}

  private static Map<Integer, Floor> floors() {
    Map<Integer, Floor> floors = new HashMap<>();
    for (List<String> row : Table.rows("families.tsv", 4)) {
      floors.put(
          Integer.parseInt(row.get(0)), new Floor(row.get(1), row.get(2) + ", read " + row.get(3)));
    }
    return floors;
  }

  static Optional<Toolkit> find(CudaVersion version) {
    return KNOWN.stream().filter(toolkit -> toolkit.version().equals(version)).findFirst();
  }

  /** The oldest driver for that version; empty where nobody knows it. */
  static Optional<Floor> floor(CudaVersion version) {
    Floor family = FLOORS.get(version.major());
    return family != null
        ? Optional.of(family)
        : find(version).map(toolkit -> new Floor(toolkit.driver(), toolkit.source()));
  }

  /** The highest CUDA level of a driver; empty for one that is older than all known. */
  static Optional<CudaVersion> levelOf(Release driver) {
    return KNOWN.stream()
        .filter(toolkit -> driver.atLeast(Release.of(toolkit.driver())))
        .map(Toolkit::version)
        .max(Comparator.naturalOrder());
  }
}
