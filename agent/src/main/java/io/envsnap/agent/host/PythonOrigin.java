package io.envsnap.agent.host;

import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the interpreters that a machine came with from those that its session brought: built,
 * unpacked, installed by apt, conda or uv. The latter come back with the session's own files, so
 * nothing can be asked of the next machine's image for their sake.
 */
public final class PythonOrigin {
  private PythonOrigin() {}

  /**
   * Whether the session brought the interpreter: both its name and the program that this leads to.
   * A new name for a program of the image is none, nor is the image's program after an upgrade.
   */
  public static boolean isOfSession(HostTree tree, Changes changes, PythonInterpreter python)
      throws IOException {
    return changes.touched(tree.resolveParents(python.path()))
        && changes.touched(tree.resolve(python.path()));
  }

  /** Those that the machine came with. */
  public static List<PythonInterpreter> ofImage(HostTree tree, Changes changes, HostFacts host)
      throws IOException {
    List<PythonInterpreter> found = new ArrayList<>();
    for (PythonInterpreter python : host.pythons()) {
      if (!isOfSession(tree, changes, python)) {
        found.add(python);
      }
    }
    return found;
  }
}
