package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.host.PythonOrigin;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which interpreter of this machine a site folder or an environment belongs to. */
final class Interpreters {
  private static final Pattern VERSIONED = Pattern.compile("/python(\\d+\\.\\d+)/");

  private final HostTree tree;

  /** The image's before the session's: what both search was there for the image's first. */
  private final List<PythonInterpreter> pythons;

  Interpreters(CaptureContext context) throws IOException {
    HostFacts host = context.host();
    this.tree = context.tree();
    this.pythons = new ArrayList<>(PythonOrigin.ofImage(tree, context.changes(), host));
    for (PythonInterpreter python : host.pythons()) {
      if (!pythons.contains(python)) {
        pythons.add(python);
      }
    }
  }

  /** The interpreter that searches a site folder. */
  Optional<PythonInterpreter> of(TreePath site) {
    return pythons.stream().filter(python -> python.siteFolders().contains(site)).findFirst();
  }

  /**
   * The interpreter that an environment was made of.
   *
   * @param home folder of its program, as {@code pyvenv.cfg} tells
   * @param version full version, or empty
   */
  Optional<PythonInterpreter> at(String home, String version) throws IOException {
    Optional<TreePath> folder =
        home.startsWith("/") ? TreePath.ROOT.resolve(home) : Optional.empty();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    for (String name : List.of("python" + PythonInterpreter.minor(version), "python3", "python")) {
      TreePath program = tree.resolve(folder.get().child(name));
      for (PythonInterpreter python : pythons) {
        if (tree.resolve(python.path()).equals(program)) {
          return Optional.of(python);
        }
      }
    }
    return Optional.empty();
  }

  /** The Python version that a folder's own name speaks of, such as {@code 3.11}; else empty. */
  static String minorOf(TreePath site) {
    Matcher matcher = VERSIONED.matcher(site.value() + "/");
    return matcher.find() ? matcher.group(1) : "";
  }
}
