package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.hostile.HostileCase;
import io.envsnap.testkit.hostile.HostileCases;
import io.envsnap.testkit.hostile.StoreDraft;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restores what somebody made to do harm: the right exit code and sentence, nothing written outside
 * its place, nothing run, soon and in little memory.
 */
@NeedsVm
class HostileIT {
  /** A hundred times what the largest case takes, so that a hang and a slow machine differ. */
  private static final String BOUNDED = "timeout -s KILL 120 java -Xmx192m ";

  /** What envsnap may write whatever it is given: its state, and what Java unpacks. */
  private static final List<String> OWN = List.of("/var/lib/envsnap", "/tmp", "/root/.cache/JNA");

  private static final int KILLED = 137;

  @TempDir private static Path store;
  private static FreshVm vm;

  @BeforeAll
  static void boot() {
    vm = new Machines(store).next();
    // What the first run of Java and envsnap makes is no deed of a case.
    new StoreDraft().write(store);
    envsnap("restore --store /store").expect(0);
    vm.sh("cat " + StoreDraft.KEPT + "/hello").expect(0);
  }

  @AfterAll
  static void close() {
    vm.close();
  }

  @AfterEach
  void empty() {
    vm.sh("rm -rf /content/* /var/lib/envsnap /tmp/*; rm -f /root/.netrc").expect(0);
    Programs.require("find", store.toString(), "-mindepth", "1", "-delete");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.envsnap.testkit.hostile.HostileCases#onMachine")
  void harmsNothing(List<HostileCase> cases) {
    empty();
    HostileCase.draft(cases).write(store);
    List<String> before = written();
    VmResult result = envsnap("restore --store /store");
    String said = result.text() + result.errorText();
    assertThat(result.exit()).as(said).isNotEqualTo(KILLED);
    assertThat(said).doesNotContain("\tat ").doesNotContain("OutOfMemory").doesNotContain("\u001b");
    assertThat(cases).allSatisfy(one -> assertThat(said).contains(one.named()));
    assertThat(result.exit()).as(said).isEqualTo(cases.get(0).exit());
    assertThat(outside(before, cases, said)).as(said).isEmpty();
    for (HostileCase one : cases) {
      vm.sh("test ! -e /pwned && test ! -e /etc/pwned && { " + one.proof() + "; }").expect(0);
    }
  }

  @Test
  void thereAreSixtyCasesAndMore() {
    assertThat(HostileCases.all()).hasSizeGreaterThan(60);
    assertThat(HostileCases.all().stream().map(HostileCase::toString)).doesNotHaveDuplicates();
  }

  private static VmResult envsnap(String arguments) {
    return vm.sh("cd /content && exec " + BOUNDED + "-jar /opt/envsnap/envsnap.jar " + arguments);
  }

  /** Every path that this machine has written since it booted, with kind, mode, owner and bytes. */
  private static List<String> written() {
    String find =
        "cd '"
            + vm.upper()
            + "' && { find . -mindepth 1 -not -type d -printf '%P %y %m %U %G %l\\n';"
            + " find . -type f -exec sha256sum {} +; find '"
            + store
            + "' -printf '%p %y %s\\n'; } | sort";
    return Programs.require("sh", "-c", find).lines();
  }

  private static List<String> outside(List<String> before, List<HostileCase> cases, String said) {
    List<String> places = new ArrayList<>(OWN);
    for (HostileCase one : cases) {
      places.addAll(one.places());
      // Damage that shows while bytes come stops a restore; what was verified before it stays.
      if (one.exit() == 0 || one.exit() == 3 || said.contains("Restoring files")) {
        places.add(StoreDraft.KEPT);
      }
    }
    List<String> changed = new ArrayList<>(written());
    changed.removeAll(before);
    return changed.stream()
        .filter(line -> places.stream().noneMatch(place -> speaksOf(line, place)))
        .toList();
  }

  private static boolean speaksOf(String line, String place) {
    String path = line.matches("[0-9a-f]{64}  .*") ? line.substring(68) : line;
    return path.startsWith(place.substring(1));
  }
}
