package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds where recorded distributions belong on this machine, whose Python may be another one. */
final class PipTargets {
  private static final Pattern USER =
      Pattern.compile(".*/\\.local/lib/python[0-9.]+/site-packages");

  private final HostFacts host;

  PipTargets(HostFacts host) {
    this.host = host;
  }

  /** An interpreter for a virtual environment: the recorded one, or one of the same version. */
  Optional<PythonInterpreter> forEnvironment(String recorded, String minor) {
    return host.pythons().stream()
        .filter(one -> one.path().value().equals(recorded) && isMinor(one, minor))
        .findFirst()
        .or(() -> host.pythons().stream().filter(one -> isMinor(one, minor)).findFirst());
  }

  /** Where the distribution of an entry belongs; empty when there is no such place here. */
  Optional<PipTarget> of(Entry entry) {
    TreePath scope = TreePath.of(entry.key().scope());
    String minor = Interpreters.minorOf(scope);
    String environment = entry.attribute("environment");
    String recorded = entry.attribute("python");
    if (!environment.isEmpty()) {
      return forEnvironment(recorded, minor)
          .map(
              python ->
                  new PipTarget(
                      python.path().value(),
                      Optional.of(TreePath.of(environment)),
                      PipTarget.Place.USUAL,
                      scope));
    }
    if (recorded.isEmpty()) {
      return host.pythons().stream()
          .filter(one -> minor.isEmpty() || isMinor(one, minor))
          .findFirst()
          .map(one -> target(one, PipTarget.Place.FOLDER, scope));
    }
    return host.pythons().stream()
        .filter(one -> one.path().value().equals(recorded))
        .findFirst()
        .flatMap(one -> of(one, scope, minor));
  }

  private static Optional<PipTarget> of(PythonInterpreter python, TreePath scope, String minor) {
    String here = Interpreters.minor(python.version());
    TreePath site =
        minor.isEmpty()
            ? scope
            : TreePath.of(scope.value().replace("/python" + minor + "/", "/python" + here + "/"));
    if (USER.matcher(site.value()).matches()) {
      return Optional.of(target(python, PipTarget.Place.USER, site));
    }
    return python.siteFolders().contains(site)
        ? Optional.of(target(python, PipTarget.Place.USUAL, site))
        : Optional.empty();
  }

  private static PipTarget target(PythonInterpreter python, PipTarget.Place place, TreePath site) {
    return new PipTarget(python.path().value(), Optional.empty(), place, site);
  }

  private static boolean isMinor(PythonInterpreter python, String minor) {
    return Interpreters.minor(python.version()).equals(minor);
  }
}
