package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.tree.LeftOutRules;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths and modes that no snapshot may write, whoever made it: kernel and runtime folders, the
 * machine's identity, credentials, envsnap itself, and what makes a program setuid that belongs to
 * no package.
 */
final class RestoreGuard {
  private static final int SETUID_OR_SETGID = 06000;
  private static final String APT = "apt";
  private static final String GIT = "git";

  /** What git obeys in a repository; only entries of git are checked for what it would run. */
  private static final Pattern OBEYED =
      Pattern.compile(".*/\\.git/(?:.*/)?(?:config|config\\.worktree|hooks/.*)");

  /** No path without it is one of these. */
  private static final String REPOSITORY = "/.git/";

  private final LeftOutRules rules;
  private final List<Ecosystem> ecosystems;

  RestoreGuard(LeftOutRules rules, List<Ecosystem> ecosystems) {
    this.rules = rules;
    this.ecosystems = List.copyOf(ecosystems);
  }

  /** Why the recorded path must not be written; empty when it may. */
  Optional<String> forbids(ClaimedNode claimed) {
    if (!(claimed.node() instanceof TreeNode.Directory)
        && claimed.node().path().value().contains(REPOSITORY)
        && !claimed.entry().ecosystem().value().equals(GIT)
        && OBEYED.matcher(claimed.node().path().value()).matches()) {
      return Optional.of("settings and hooks of a repository must belong to an entry of git");
    }
    Optional<String> forbidden = forbids(claimed.node().path());
    if (claimed.node() instanceof TreeNode.HardLink link && forbidden.isEmpty()) {
      // Under another name it would be written all the same.
      forbidden = forbids(link.target());
    }
    return forbidden.isPresent() || claimed.node() instanceof TreeNode.Directory
        ? forbidden
        : reserved(claimed);
  }

  private Optional<String> reserved(ClaimedNode claimed) {
    // By number, as each path of a restore comes here.
    for (int at = 0; at < ecosystems.size(); at++) {
      Optional<String> reserved =
          ecosystems.get(at).reserves(claimed.node().path(), claimed.entry());
      if (reserved.isPresent()) {
        return reserved;
      }
    }
    return Optional.empty();
  }

  /**
   * The same path without bits and capabilities that would lend its owner's rights, where it has
   * them and belongs to no package; empty where it may come as it was recorded.
   */
  Optional<ClaimedNode> withoutPrivilege(ClaimedNode claimed) {
    if (claimed.node() instanceof TreeNode.RegularFile file
        && isPrivileged(file.metadata())
        && !claimed.entry().ecosystem().value().equals(APT)) {
      Metadata recorded = file.metadata();
      Metadata plain =
          new Metadata(
              recorded.mode() & ~SETUID_OR_SETGID,
              recorded.owner(),
              recorded.mtime(),
              Collections.emptySortedMap());
      return Optional.of(
          new ClaimedNode(
              new TreeNode.RegularFile(file.path(), plain, file.size(), file.digest()),
              claimed.entry(),
              claimed.placement()));
    }
    return Optional.empty();
  }

  /** Why the path must not be touched; empty when it may. */
  Optional<String> forbids(TreePath path) {
    return rules.reason(path);
  }

  private static boolean isPrivileged(Metadata metadata) {
    return (metadata.mode() & SETUID_OR_SETGID) != 0 || !metadata.xattrs().isEmpty();
  }
}
