package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a distribution's files are right for the interpreter of this machine. */
final class Eligible {
  private static final int ARTIFACT = 3;
  private static final int UPSTREAM = 4;

  private final Base base;
  private final HostFacts host;

  Eligible(Base base, HostFacts host) {
    this.base = base;
    this.host = host;
  }

  /** Why the entry cannot come back by its files; empty when it can. */
  Optional<RestoreStep.Refuse> refusal(Entry entry) {
    boolean bound = isBound(entry);
    String python = entry.attribute("python");
    Optional<PythonBase> recorded =
        base.pythons().stream().filter(one -> one.path().equals(python)).findFirst();
    if (recorded.isPresent()) {
      return interpreter(entry, recorded.get(), bound).or(() -> machine(entry, bound));
    }
    String minor = minor(entry);
    boolean inEnvironment =
        entry.key().kind().equals(PipEcosystem.ENVIRONMENTS)
            || !entry.attribute("environment").isEmpty();
    if (!python.isEmpty() || !inEnvironment || minor.isEmpty()) {
      // A --target or --prefix folder, or a Python that the session brought, comes along as files.
      return machine(entry, bound);
    }
    boolean there =
        host.pythons().stream()
            .anyMatch(one -> PythonInterpreter.minor(one.version()).equals(minor));
    return there
        ? machine(entry, bound)
        : refuse(entry, UPSTREAM, "it needs Python " + minor + ", which this machine lacks");
  }

  private static String minor(Entry entry) {
    return entry.key().kind().equals(PipEcosystem.PACKAGES)
        ? Interpreters.minorOf(TreePath.of(entry.key().scope()))
        : PythonInterpreter.minor(entry.version());
  }

  /** Whether it holds machine code, as far as its wheel tells. */
  private static boolean isBound(Entry entry) {
    String tag = entry.attribute("tag");
    return entry.key().kind().equals(PipEcosystem.PACKAGES)
        && !tag.isEmpty()
        && !tag.endsWith("-any");
  }

  private Optional<RestoreStep.Refuse> interpreter(
      Entry entry, PythonBase recorded, boolean bound) {
    Optional<PythonInterpreter> found = here(recorded);
    if (found.isEmpty()) {
      return refuse(entry, UPSTREAM, "there is no `" + recorded.path() + "` on this machine");
    }
    PythonInterpreter here = found.get();
    if (!isSameMinor(here, recorded)) {
      return refuse(
          entry,
          UPSTREAM,
          "`" + recorded.path() + "` is " + here.version() + " here and was " + recorded.version());
    }
    if (!here.prefix().value().equals(recorded.prefix())) {
      return refuse(
          entry, ARTIFACT, "Python lies in `" + here.prefix() + "` here, not where it was");
    }
    return bound && !here.abi().equals(recorded.abi())
        ? refuse(entry, UPSTREAM, "the ABI is " + here.abi() + " here and was " + recorded.abi())
        : Optional.empty();
  }

  /** The same interpreter, if under another name: a link may have been in front of it. */
  private Optional<PythonInterpreter> here(PythonBase recorded) {
    List<PythonInterpreter> named =
        host.pythons().stream().filter(one -> one.path().value().equals(recorded.path())).toList();
    return Stream.concat(
            named.stream().filter(one -> isSameMinor(one, recorded)),
            host.pythons().stream()
                .filter(one -> isSameMinor(one, recorded))
                .filter(one -> one.prefix().value().equals(recorded.prefix())))
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  private static boolean isSameMinor(PythonInterpreter here, PythonBase recorded) {
    return PythonInterpreter.minor(here.version())
        .equals(PythonInterpreter.minor(recorded.version()));
  }

  private Optional<RestoreStep.Refuse> machine(Entry entry, boolean bound) {
    if (bound && isOlder(host.glibc(), base.glibc())) {
      return refuse(entry, UPSTREAM, "glibc is " + host.glibc() + " here and was " + base.glibc());
    }
    if (bound && !host.architecture().equals(base.architecture())) {
      return refuse(
          entry,
          UPSTREAM,
          "this machine is " + host.architecture() + " and it was " + base.architecture());
    }
    return Optional.empty();
  }

  /** Whether one dotted version is older than another; an unknown one is not. */
  static boolean isOlder(String one, String other) {
    String[] left = one.split("\\.");
    String[] right = other.split("\\.");
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    for (int at = 0; at < Math.min(left.length, right.length); at++) {
      int difference = number(left[at]) - number(right[at]);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return left.length < right.length;
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,6}") ? Integer.parseInt(digits) : 0;
  }

  private static Optional<RestoreStep.Refuse> refuse(Entry entry, int rung, String reason) {
    return Optional.of(new RestoreStep.Refuse(entry.key(), rung, reason));
  }
}
