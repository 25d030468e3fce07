package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which interpreter a site folder belongs to. */
final class Interpreters {
  private static final Pattern VERSIONED = Pattern.compile("/python(\\d+\\.\\d+)/");

  private Interpreters() {}

  static Optional<PythonInterpreter> of(HostFacts host, TreePath site) {
    return host.pythons().stream()
        .filter(python -> python.siteFolders().contains(site))
        .findFirst();
  }

  /** The Python version that a folder's own name speaks of, such as {@code 3.11}; else empty. */
  static String minorOf(TreePath site) {
    Matcher matcher = VERSIONED.matcher(site.value() + "/");
    return matcher.find() ? matcher.group(1) : "";
  }

  /** {@code 3.11} of {@code 3.11.2}. */
  static String minor(String version) {
    String[] parts = version.split("\\.");
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
