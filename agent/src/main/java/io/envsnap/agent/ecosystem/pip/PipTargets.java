package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds where recorded distributions belong on this machine, whose Python may be another one. */
final class PipTargets {
  private static final Pattern USER =
      Pattern.compile(".*/\\.local/lib/python[0-9.]+/site-packages");

  private final HostFacts host;

  private final Base base;

  /**
   * For one machine.
   *
   * @param base the recorded one
   */
  PipTargets(HostFacts host, Base base) {
    this.host = host;
    this.base = base;
  }

  /**
   * An interpreter for a virtual environment: the recorded one, one of the same version, or, where
   * there is none, what now has the recorded one's place.
   */
  Optional<PythonInterpreter> forEnvironment(String recorded, String minor) {
    return host.pythons().stream()
        .filter(one -> one.path().value().equals(recorded) && isMinor(one, minor))
        .findFirst()
        .or(() -> host.pythons().stream().filter(one -> isMinor(one, minor)).findFirst())
        .or(() -> named(recorded));
  }

  /** All distributions that lie where wanted ones belong; of these under their own keys. */
  static Map<EntryKey, String> installed(Wanted wanted, PlanContext context) throws IOException {
    PipTargets targets = new PipTargets(context.host(), wanted.base());
    DistributionReader reader = new DistributionReader(context.tree());
    Map<TreePath, Map<String, EntryKey>> known = new TreeMap<>();
    for (Entry entry : wanted.entries()) {
      boolean somewhere =
          entry.key().kind().equals(PipEcosystem.PACKAGES) && entry.key().scope().startsWith("/");
      Optional<PipTarget> target = somewhere ? targets.of(entry) : Optional.empty();
      target.ifPresent(
          found ->
              known
                  .computeIfAbsent(found.site(), site -> new TreeMap<>())
                  .put(entry.key().name(), entry.key()));
    }
    Map<EntryKey, String> versions = new TreeMap<>();
    for (Map.Entry<TreePath, Map<String, EntryKey>> site : known.entrySet()) {
      for (Distribution one : reader.in(site.getKey())) {
        EntryKey plain = PipEcosystem.key(site.getKey(), one.name());
        versions.put(site.getValue().getOrDefault(plain.name(), plain), one.version());
      }
    }
    return versions;
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
                      withMinor(scope, minor, python)));
    }
    if (recorded.isEmpty()) {
      return host.pythons().stream()
          .filter(one -> minor.isEmpty() || isMinor(one, minor))
          .findFirst()
          .map(one -> target(one, PipTarget.Place.FOLDER, scope));
    }
    return named(recorded).flatMap(one -> of(one, scope, minor));
  }

  private Optional<PythonInterpreter> named(String path) {
    return host.pythons().stream().filter(one -> one.path().value().equals(path)).findFirst();
  }

  private static TreePath withMinor(TreePath site, String minor, PythonInterpreter python) {
    String here = PythonInterpreter.minor(python.version());
    return minor.isEmpty()
        ? site
        : TreePath.of(site.value().replace("/python" + minor + "/", "/python" + here + "/"));
  }

  private Optional<PipTarget> of(PythonInterpreter python, TreePath scope, String minor) {
    TreePath site = withMinor(scope, minor, python);
    if (USER.matcher(site.value()).matches()) {
      return Optional.of(target(python, PipTarget.Place.USER, site));
    }
    return Stream.of(site, withPrefix(site, python))
        .filter(python.siteFolders()::contains)
        .findFirst()
        .map(found -> target(python, PipTarget.Place.USUAL, found));
  }

  /** The same folder below another prefix. */
  private TreePath withPrefix(TreePath site, PythonInterpreter python) {
    return base.pythons().stream()
        .filter(one -> one.path().equals(python.path().value()))
        .filter(one -> site.value().startsWith(one.prefix() + "/"))
        .findFirst()
        .map(one -> python.prefix().child(site.value().substring(one.prefix().length() + 1)))
        .orElse(site);
  }

  private static PipTarget target(PythonInterpreter python, PipTarget.Place place, TreePath site) {
    return new PipTarget(python.path().value(), Optional.empty(), place, site);
  }

  /** Where an interpreter's pip installs by itself. */
  static Optional<PipTarget> usual(PythonInterpreter python) {
    return python.siteFolders().stream()
        .filter(site -> !USER.matcher(site.value()).matches())
        .findFirst()
        .map(site -> target(python, PipTarget.Place.USUAL, site));
  }

  private static boolean isMinor(PythonInterpreter python, String minor) {
    return PythonInterpreter.minor(python.version()).equals(minor);
  }
}
