package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/**
 * Where pip shall install something on this machine.
 *
 * @param base interpreter outside of virtual environments, whose pip does the work
 * @param environment virtual environment to install into; empty for the interpreter itself
 * @param place which of the interpreter's folders
 * @param site the folder that will hold the distributions
 */
record PipTarget(String base, Optional<TreePath> environment, Place place, TreePath site) {
  /** Which of an interpreter's folders. */
  enum Place {
    /** The one that pip takes by itself. */
    USUAL,
    /** The user's own. */
    USER,
    /** A folder that no interpreter knows. */
    FOLDER
  }

  /** The interpreter for which is installed. */
  String python() {
    return environment.map(folder -> folder.child("bin").child("python").value()).orElse(base);
  }
}
