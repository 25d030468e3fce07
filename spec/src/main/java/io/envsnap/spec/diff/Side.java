package io.envsnap.spec.diff;

/** One of the two that a merge brings together. */
enum Side {
  /** Where the merge is made. */
  OURS,
  /** What is merged in. */
  THEIRS
}
