package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;

/**
 * How a path differs from what was recorded.
 *
 * @param path where
 * @param extent how much of it
 * @param reason one clause for people, such as {@code mode 755 instead of 644}
 */
public record Difference(TreePath path, Extent extent, String reason) {
  /** How much must be written to make both equal. */
  public enum Extent {
    /** Nothing is there, or something is there that shall not be. */
    PRESENCE,
    /** Something of another kind is there. */
    KIND,
    /** The bytes differ, or the text of a link, or what a hard link names. */
    CONTENT,
    /** Only mode, owner, time or capabilities differ. */
    METADATA
  }
}
