package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The hooks that {@code git lfs install} writes: the only ones that come back with a repository,
 * because without them a later push would leave large files behind. Every version's text counts
 * (git-lfs, lfs/hook.go).
 */
final class LfsHooks {
  private static final int LIMIT = 4 << 10;

  private static final List<String> NAMES =
      List.of("pre-push", "post-checkout", "post-commit", "post-merge");

  private static final List<String> REMEDIES =
      List.of(
          "the '%s' file in the hooks directory (set by 'core.hookspath'; usually '.git/hooks')",
          "'.git/hooks/%s'", ".git/hooks/%s");

  private static final Set<Digest> KNOWN = known();

  private LfsHooks() {}

  /** Whether a hook with these bytes is git-lfs's own. */
  static boolean isKnown(Digest digest) {
    return KNOWN.contains(digest);
  }

  /** Whether that file is one of git-lfs's own hooks. */
  static boolean isKnown(HostTree tree, TreePath path, FileStatus status) throws IOException {
    return status.size() < LIMIT
        && tree.read(path, LIMIT).map(bytes -> isKnown(Digest.of(bytes))).orElse(false);
  }

  private static Set<Digest> known() {
    Set<Digest> known = new HashSet<>();
    for (String name : NAMES) {
      for (String remedy : REMEDIES) {
        String text =
            "#!/bin/sh\n"
                + "command -v git-lfs >/dev/null 2>&1 || { echo >&2 \"\\nThis repository is"
                + " configured for Git LFS but 'git-lfs' was not found on your path. If you no"
                + " longer wish to use Git LFS, remove this hook by deleting "
                + remedy.replace("%s", name)
                + ".\\n\"; exit 2; }\n"
                + "git lfs "
                + name
                + " \"$@\"\n";
        known.add(Digest.of(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return Set.copyOf(known);
  }
}
