package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the image had where the session left a file of its own: as far as anybody can know, so that
 * a restore replaces nothing but the same original.
 */
final class Originals {
  private static final Pattern PACKAGED =
      Pattern.compile("/(?:etc|usr/(?!local/)|var|opt|bin|sbin|lib[0-9a-z]*|boot)/.*");
  private static final Pattern MAYBE_THERE =
      Pattern.compile("/(?:etc|usr/(?!local/)|var)/.*|(?:/root|/home/[^/]+)/\\.[^/]+");

  private final Baseline baseline;
  private final Map<TreePath, String> packaged;

  /**
   * Looks up what packages say of these files.
   *
   * @param paths files and links outside new folders
   */
  Originals(HostTree tree, Baseline baseline, Collection<TreePath> paths) throws IOException {
    this.baseline = baseline;
    this.packaged =
        new DpkgFiles(tree)
            .digests(
                paths.stream()
                    .filter(path -> PACKAGED.matcher(path.value()).matches())
                    .filter(path -> !baseline.taken() || baseline.hadPath(path))
                    .toList());
  }

  /** Attributes {@code replaced} and {@code base} of such a path's entry. */
  Map<String, String> attributes(TreePath path) {
    Map<String, String> attributes = new HashMap<>();
    String md5 = packaged.get(path);
    baseline.file(path).ifPresent(bytes -> attributes.put("base", Digest.of(bytes).toString()));
    if (md5 != null) {
      attributes.putIfAbsent("base", "md5:" + md5);
    }
    if (!attributes.isEmpty() || baseline.hadPath(path)) {
      attributes.put("replaced", "true");
    } else if (!baseline.taken() && MAYBE_THERE.matcher(path.value()).matches()) {
      attributes.put("replaced", "unknown");
    }
    return attributes;
  }
}
