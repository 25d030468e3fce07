package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

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
    boolean pure = entry.attribute("tag").endsWith("-none-any");
    boolean isPackage = entry.key().kind().equals(PipEcosystem.PACKAGES);
    String python = entry.attribute("python");
    Optional<PythonBase> recorded =
        base.pythons().stream().filter(one -> one.path().equals(python)).findFirst();
    if (recorded.isPresent()) {
      return interpreter(entry, recorded.get(), pure);
    }
    String minor =
        isPackage
            ? Interpreters.minorOf(TreePath.of(entry.key().scope()))
            : Interpreters.minor(entry.version());
    boolean own = entry.attribute("environment").isEmpty() && isPackage;
    if (own || minor.isEmpty()) {
      // A --target or --prefix folder, or a Python of its own such as conda's, came along as files.
      return Optional.empty();
    }
    boolean there =
        host.pythons().stream().anyMatch(one -> Interpreters.minor(one.version()).equals(minor));
    return there
        ? Optional.empty()
        : refuse(entry, UPSTREAM, "it needs Python " + minor + ", which this machine lacks");
  }

  private Optional<RestoreStep.Refuse> interpreter(Entry entry, PythonBase recorded, boolean pure) {
    Optional<PythonInterpreter> found =
        host.pythons().stream()
            .filter(one -> one.path().value().equals(recorded.path()))
            .findFirst();
    if (found.isEmpty()) {
      return refuse(entry, UPSTREAM, "there is no `" + recorded.path() + "` on this machine");
    }
    PythonInterpreter here = found.get();
    if (!Interpreters.minor(here.version()).equals(Interpreters.minor(recorded.version()))) {
      return refuse(
          entry,
          UPSTREAM,
          "`" + recorded.path() + "` is " + here.version() + " here and was " + recorded.version());
    }
    if (!here.prefix().value().equals(recorded.prefix())) {
      return refuse(
          entry, ARTIFACT, "Python lies in `" + here.prefix() + "` here, not where it was");
    }
    if (!pure && !here.abi().equals(recorded.abi())) {
      return refuse(
          entry, UPSTREAM, "the ABI is " + here.abi() + " here and was " + recorded.abi());
    }
    if (!pure && isOlder(host.glibc(), base.glibc())) {
      return refuse(entry, UPSTREAM, "glibc is " + host.glibc() + " here and was " + base.glibc());
    }
    if (!pure && !host.architecture().equals(base.architecture())) {
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
