package io.envsnap.agent.compat;

import io.envsnap.spec.lockfile.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * One installed package, as far as the rules care.
 *
 * @param ecosystem {@code pip} or {@code apt}
 * @param name normal name
 * @param version exact version
 * @param scope site folder or architecture
 * @param tag wheel tag, such as {@code cp311-cp311-manylinux_2_28_x86_64}; empty where unknown
 * @param targets the cards that its binaries carry code for, where somebody looked; else empty
 */
public record Software(
    String ecosystem, String name, String version, String scope, String tag, String targets) {
  /** Attribute of a lockfile entry that holds {@link #targets}. */
  public static final String TARGETS = "cudaTargets";

  /** The packages of a lockfile that are there after its restore. */
  public static List<Software> of(List<Entry> entries) {
    List<Software> packages = new ArrayList<>();
    for (Entry entry : entries) {
      boolean gone = entry.attribute("state").equals("removed") || entry.version().isEmpty();
      if (entry.key().kind().equals("packages") && !gone) {
        packages.add(
            new Software(
                entry.key().ecosystem().value(),
                entry.key().name(),
                entry.version(),
                entry.key().scope(),
                entry.attribute("tag"),
                entry.attribute(TARGETS)));
      }
    }
    return packages;
  }

  /** {@code torch 2.11.0+cu128}. */
  String spoken() {
    return name + " " + version;
  }

  /** What stands behind the {@code +} of the version; empty without one. */
  String localTag() {
    int plus = version.indexOf('+');
    return plus < 0 ? "" : version.substring(plus + 1);
  }
}
