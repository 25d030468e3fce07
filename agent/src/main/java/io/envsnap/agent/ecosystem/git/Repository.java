package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/**
 * A repository of this machine.
 *
 * @param kind what it is to other repositories
 * @param worktree the folder with its files; empty for a bare repository
 * @param data its own folder of git data ({@code $GIT_DIR})
 * @param common the folder with refs, objects and configuration; differs from {@code data} in a
 *     linked worktree only ({@code $GIT_COMMON_DIR})
 */
record Repository(Kind kind, Optional<TreePath> worktree, TreePath data, TreePath common) {
  /** The ecosystem of all entries of this room. */
  static final EcosystemId GIT = new EcosystemId("git");

  /** What a repository is to other repositories. */
  enum Kind {
    /** One of its own. */
    REPOSITORY("repositories"),
    /** Registered in another one, which keeps its git data. */
    SUBMODULE("submodules"),
    /** A further worktree of another one. */
    WORKTREE("worktrees");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    String plural() {
      return plural;
    }

    /** Whether entries of that kind come from here. */
    static boolean isKnown(String plural) {
      for (Kind kind : values()) {
        if (kind.plural.equals(plural)) {
          return true;
        }
      }
      return false;
    }
  }

  // Written out, as Java takes milliseconds to make a record's own when it is first called.
  @Override
  public int hashCode() {
    return data.hashCode();
  }

  /** Where people would look for it. */
  TreePath path() {
    return worktree.orElse(data);
  }

  /** The entry that describes it. */
  EntryKey key() {
    return new EntryKey(GIT, kind.plural(), "", path().value());
  }

  /** Whether the path belongs to git's own data rather than to the worktree. */
  boolean holdsData(TreePath path) {
    return path.isWithin(data)
        || (path.value().endsWith("/.git") && worktree.filter(path::isChildOf).isPresent());
  }
}
