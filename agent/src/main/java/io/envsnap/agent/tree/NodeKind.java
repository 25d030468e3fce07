package io.envsnap.agent.tree;

/** What a path is. */
public enum NodeKind {
  /** A regular file. */
  FILE,
  /** A folder. */
  DIRECTORY,
  /** A symbolic link. */
  SYMLINK,
  /** A socket, pipe or device: never recorded. */
  OTHER
}
