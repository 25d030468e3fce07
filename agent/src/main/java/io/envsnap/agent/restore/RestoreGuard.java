package io.envsnap.agent.restore;

import io.envsnap.agent.tree.LeftOutRules;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths and modes that no snapshot may write, whoever made it: kernel and runtime folders, the
 * machine's identity, credentials, envsnap itself, and setuid programs that belong to no package.
 */
final class RestoreGuard {
  private static final int SETUID_OR_SETGID = 06000;
  private static final String APT = "apt";
  private static final String GIT = "git";

  /** What git obeys in a repository; only entries of git are checked for what it would run. */
  private static final Pattern OBEYED =
      Pattern.compile(".*/\\.git/(?:.*/)?(?:config|config\\.worktree|hooks/.*)");

  private final LeftOutRules rules;

  RestoreGuard(LeftOutRules rules) {
    this.rules = rules;
  }

  /** Why the recorded path must not be written; empty when it may. */
  Optional<String> forbids(ClaimedNode claimed) {
    if (claimed.node() instanceof TreeNode.RegularFile file
        && isPrivileged(file.metadata())
        && !claimed.entry().ecosystem().value().equals(APT)) {
      return Optional.of("a setuid program must belong to a package");
    }
    if (!(claimed.node() instanceof TreeNode.Directory)
        && !claimed.entry().ecosystem().value().equals(GIT)
        && OBEYED.matcher(claimed.node().path().value()).matches()) {
      return Optional.of("settings and hooks of a repository must belong to an entry of git");
    }
    return forbids(claimed.node().path());
  }

  /** Why the path must not be touched; empty when it may. */
  Optional<String> forbids(TreePath path) {
    return rules.reason(path);
  }

  private static boolean isPrivileged(Metadata metadata) {
    return (metadata.mode() & SETUID_OR_SETGID) != 0 || !metadata.xattrs().isEmpty();
  }
}
