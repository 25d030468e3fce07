package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ecosystem says of a session.
 *
 * @param entries what it understood
 * @param claims changed or deleted paths, each with its entry; only paths of {@code
 *     Changes.changed} and {@code Changes.deleted}
 * @param absorbed changed paths that never enter the tree, because a part carries what matters of
 *     them (dpkg's status) or because they are worthless elsewhere
 * @param substitutes claimed files whose recorded bytes differ from those on disk, because a secret
 *     was taken out
 * @param parts bytes kept beside the tree, by the ecosystem's own name for them
 * @param needs credentials that were in use and are not recorded
 * @param leftOut claimed paths which are kept out after all, and why
 */
public record Capture(
    List<Entry> entries,
    Map<TreePath, Claim> claims,
    Set<TreePath> absorbed,
    Map<TreePath, byte[]> substitutes,
    Map<String, byte[]> parts,
    List<Need> needs,
    List<LeftOut> leftOut) {
  /** Nothing at all. */
  public static final Capture NOTHING =
      new Capture(List.of(), Map.of(), Set.of(), Map.of(), Map.of(), List.of(), List.of());

  /** Whoever makes one lets go of the maps and sets, which have each changed path. */
  public Capture {
    entries = List.copyOf(entries);
    claims = Collections.unmodifiableMap(claims);
    absorbed = Collections.unmodifiableSet(absorbed);
    substitutes = Map.copyOf(substitutes);
    parts = Map.copyOf(parts);
    needs = List.copyOf(needs);
    leftOut = List.copyOf(leftOut);
  }
}
