package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.PythonBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the machine itself is another one than when a lockfile was recorded, as far as its
 * entries stand on it: interpreters, the C library, the architecture, what the driver runs.
 */
final class HostChanges {
  private static final String PYTHON = "python";

  private HostChanges() {}

  static List<BaseChange> of(Lockfile lockfile, List<Entry> wanted, HostFacts host) {
    List<BaseChange> changes = new ArrayList<>();
    add(changes, "the architecture", lockfile.base().architecture(), host.architecture());
    add(changes, "glibc", lockfile.base().glibc(), host.glibc());
    for (PythonBase recorded : lockfile.base().pythons()) {
      List<String> users =
          wanted.stream()
              .filter(entry -> entry.attribute(PYTHON).equals(recorded.path()))
              .map(entry -> entry.key().name())
              .distinct()
              .sorted()
              .toList();
      String here = version(host, recorded.path());
      if (!users.isEmpty()
          && !PythonInterpreter.minor(here).equals(PythonInterpreter.minor(recorded.version()))) {
        changes.add(new BaseChange("`" + recorded.path() + "`", recorded.version(), here, users));
      }
    }
    Optional<Accelerator> cards = lockfile.accelerator();
    if (cards.isPresent()
        && !cards.get().gpus().isEmpty()
        && !host.accelerator().gpus().isEmpty()) {
      add(changes, "the driver's CUDA", cards.get().cuda(), host.accelerator().cuda());
    }
    return changes;
  }

  /** What nobody knows has not changed. */
  private static void add(List<BaseChange> changes, String what, String recorded, String here) {
    if (!recorded.isEmpty() && !here.isEmpty() && !recorded.equals(here)) {
      changes.add(new BaseChange(what, recorded, here, List.of()));
    }
  }

  private static String version(HostFacts host, String path) {
    return host.pythons().stream()
        .filter(python -> python.path().value().equals(path))
        .findFirst()
        .map(PythonInterpreter::version)
        .orElse("");
  }
}
