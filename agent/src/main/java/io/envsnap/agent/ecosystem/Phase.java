package io.envsnap.agent.ecosystem;

/**
 * The order of a restore. Whatever says "installed" is written after what it speaks of, so that a
 * cut leaves unowned files, never an installed package without its files.
 */
public enum Phase {
  /** Users and groups, so that files can be given to them. */
  ACCOUNTS,
  /** Other versions of what comes back, and paths that the session deleted. */
  REMOVALS,
  /** Files, folders and links. */
  CONTENT,
  /** Paths claimed as {@code LATE}. */
  LATE_CONTENT,
  /** Shared databases, merged. */
  DATABASES,
  /** Caches rebuilt by their own tools, after all locks are released. */
  FINISH
}
