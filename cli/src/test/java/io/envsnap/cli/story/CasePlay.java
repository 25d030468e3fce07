package io.envsnap.cli.story;

import io.envsnap.testkit.facts.Fact;
import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Plays many cases on one machine, records once, restores on a machine without network whose image
 * is the same, and keeps what both machines say of themselves.
 */
final class CasePlay {
  private static final String RECORDS = "python3 /tmp/kit.py records";
  private static final String LOOK =
      """
      exec 2>&1
      pip() { command pip "$@" 2>&1 | grep -v 'Ignoring invalid distribution'; }
      """;

  private final List<SessionCase> cases;
  private final Map<String, String> before = new HashMap<>();
  private final Map<String, String> after = new HashMap<>();
  private final String recordsBefore;
  private final String recordsAfter;
  private final SortedMap<String, Fact> changed;
  private final SortedMap<String, Fact> all;
  private final SortedMap<String, Fact> restored;
  private final VmResult again;
  private final String lockfile;

  /**
   * Plays everything; other files above 24 MiB are left out.
   *
   * @param taken whether envsnap was there before the session began
   */
  CasePlay(Path store, List<SessionCase> cases, boolean taken) {
    this.cases = cases;
    VmSpec bare = new Machines(store).spec().with("ENVSNAP_FILE_LIMIT", "24M");
    try (FreshVm image = FreshVm.boot(bare);
        FreshVm moved = FreshVm.boot(made(bare, image, "base"))) {
      try (FreshVm a = FreshVm.boot(bare.over(image))) {
        if (taken) {
          Machines.envsnap(a, "record --once --store /store").expect(0);
        }
        for (SessionCase one : cases) {
          a.sh(script(one, "session") + (taken ? one.part("session taken") : "")).expect(0);
        }
        Machines.envsnap(a, "record --once --store /store").expect(0);
        for (SessionCase one : cases) {
          a.sh(script(one, "recorded")).expect(0);
        }
        changed = TreeFacts.changedSinceBoot(a);
        lockfile = a.sh("cat /content/envsnap.lock.yaml").expect(0).text();
        look(a, "state", before);
        recordsBefore = a.sh(RECORDS).expect(0).text();
        all = TreeFacts.all(a);
        look(a, "after", before);
      }
      try (FreshVm b = FreshVm.boot(Machines.cut(made(bare.over(image), moved, "next")))) {
        Machines.envsnap(b, "restore --store /store").expect(0);
        again = Machines.envsnap(b, "restore --store /store --json").expect(0);
        restored = TreeFacts.all(b);
        look(b, "state", after);
        recordsAfter = b.sh(RECORDS).expect(0).text();
        look(b, "after", after);
      }
    }
  }

  /** Makes an image: plays a part of all cases on a machine and takes its power away. */
  private VmSpec made(VmSpec spec, FreshVm machine, String part) {
    machine.exec(List.of("sh", "-c", "cat > /tmp/kit.py"), kit(), Map.of()).expect(0);
    for (SessionCase one : cases) {
      machine.sh(script(one, part)).expect(0);
    }
    machine.powerCut();
    return spec.over(machine);
  }

  private static String script(SessionCase one, String part) {
    return "set -e\n" + one.part(part);
  }

  private void look(FreshVm vm, String part, Map<String, String> said) {
    for (SessionCase one : cases) {
      said.merge(one.name(), vm.sh(LOOK + one.part(part)).text(), String::concat);
    }
  }

  private static byte[] kit() {
    try (InputStream in = CasePlay.class.getResourceAsStream("/sessions/pip/kit.py")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a case said of the recorded machine, a line each. */
  List<String> recorded(SessionCase one) {
    return before.getOrDefault(one.name(), "").lines().toList();
  }

  /** What it said of the restored one. */
  List<String> restored(SessionCase one) {
    return after.getOrDefault(one.name(), "").lines().toList();
  }

  /** Each dist-info of the recorded machine, and which of its files are as its RECORD says. */
  List<String> recordsBefore() {
    return recordsBefore.lines().toList();
  }

  /** The same of the restored machine. */
  List<String> recordsAfter() {
    return recordsAfter.lines().toList();
  }

  /** Paths that the session changed and that are not the same on the restored machine. */
  List<String> differences(Predicate<String> ignored) {
    return TreeFacts.differences(changed, restored, ignored);
  }

  /** Paths that only the restored machine has. */
  List<String> onlyRestored(Predicate<String> ignored) {
    return restored.keySet().stream()
        .filter(path -> !all.containsKey(path) && !ignored.test(path))
        .toList();
  }

  /** The lockfile of the session. */
  String lockfile() {
    return lockfile;
  }

  /** What the second restore said. */
  String again() {
    return again.text();
  }
}
