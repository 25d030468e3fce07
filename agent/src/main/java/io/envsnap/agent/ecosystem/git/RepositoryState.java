package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What is known of a repository.
 *
 * @param head commit of HEAD; empty before the first one, or where it cannot be told
 * @param attributes of its entry, without secrets
 * @param files what git says of the files of its worktree; empty where git could not be asked
 */
record RepositoryState(
    String head, SortedMap<String, String> attributes, Optional<WorktreeFiles> files) {

  /** Nothing is known. */
  static final RepositoryState UNKNOWN =
      new RepositoryState("", Collections.emptySortedMap(), Optional.empty());

  /**
   * Files of a worktree, in git's eyes; files in neither set are ignored.
   *
   * @param tracked those in the index
   * @param modified tracked ones that differ from the index
   * @param untracked neither in the index nor ignored
   */
  record WorktreeFiles(Set<TreePath> tracked, Set<TreePath> modified, Set<TreePath> untracked) {
    /** Takes its own copies. */
    WorktreeFiles {
      tracked = Collections.unmodifiableSet(new HashSet<>(tracked));
      modified = Collections.unmodifiableSet(new HashSet<>(modified));
      untracked = Collections.unmodifiableSet(new HashSet<>(untracked));
    }
  }
}
