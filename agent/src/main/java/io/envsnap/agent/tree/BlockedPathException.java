package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;

/** A part of a path is not a folder, so nothing was read or written through it. */
public class BlockedPathException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient TreePath component;

  /**
   * With the part that is in the way.
   *
   * @param component the path up to and including that part
   * @param what it is, such as {@code a symbolic link}
   */
  public BlockedPathException(TreePath component, String what) {
    super("`" + component + "` is " + what + ", not a folder: nothing is written through it");
    this.component = component;
  }

  /** The part that is in the way. */
  public TreePath component() {
    return component;
  }
}
