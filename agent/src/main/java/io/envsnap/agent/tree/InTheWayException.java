package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;

/** Something of another kind stands where a file, folder or link shall be. */
public class InTheWayException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient TreePath path;

  /**
   * With the path and a sentence's end.
   *
   * @param path where it stands
   * @param clause what it is against what was wanted
   */
  public InTheWayException(TreePath path, String clause) {
    super("`" + path + "` " + clause);
    this.path = path;
  }

  /** Where it stands. */
  public TreePath path() {
    return path;
  }
}
