package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.BaseChange;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the image's Python packages a session's packages stand on. */
class PythonBaseTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String LOCAL = "/usr/local/lib/python3.11/dist-packages";
  private static final String DEBIAN = "/usr/lib/python3/dist-packages";

  @TempDir private Path folder;
  private TestMachine machine;
  private final PipEcosystem pip = new PipEcosystem();

  @BeforeEach
  void makeAMachine() throws IOException {
    machine = new TestMachine(folder);
    machine.python(PYTHON, "3.11.2", LOCAL, DEBIAN);
  }

  private static void install(
      TestMachine on, String site, String name, String version, String... needs)
      throws IOException {
    String info = site + "/" + name + "-" + version + ".dist-info/";
    StringBuilder text = new StringBuilder("Name: " + name + "\nVersion: " + version + "\n");
    for (String need : needs) {
      text.append("Requires-Dist: ").append(need).append('\n');
    }
    on.write(info + "METADATA", text + "\nRequires-Dist: prose\n");
    on.write(info + "RECORD", "");
    on.write(info + "INSTALLER", "pip\n");
  }

  private static Entry named(Capture capture, String name) {
    return capture.entries().stream()
        .filter(entry -> entry.key().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void image(TestMachine on, String numlike, String deep) throws IOException {
    install(on, LOCAL, "numlike", numlike, "Deep.Down>=1", "fast; extra == 'speed'");
    install(on, DEBIAN, "deep_down", deep);
    install(on, DEBIAN, "numlike", "0.1");
    install(on, LOCAL, "fast", numlike);
    install(on, LOCAL, "bystander", numlike);
    on.write(DEBIAN + "/old-1.2.egg-info", "Name: old\nVersion: 1.2\n");
  }

  private static void session(TestMachine on) throws IOException {
    install(on, LOCAL, "app", "1.0", "numlike", "lib", "old", "absent", "bystander; extra=='x'");
    install(on, LOCAL, "lib", "1.0", "numlike[speed]; python_version >= '3.8'");
    install(on, LOCAL, "alone", "1.0", "bystander; python_version < '3'");
  }

  @Test
  void anEntryNamesWhatItStandsOnInTheImageDirectlyAndThroughOthers() throws Exception {
    image(machine, "1.5", "2.0");
    machine.beginSession(true);
    session(machine);
    Capture capture = machine.capture(pip);
    assertThat(named(capture, "app").attribute("base"))
        .isEqualTo("deep-down==2.0 numlike==1.5 old==1.2");
    assertThat(named(capture, "lib").attribute("base"))
        .isEqualTo("deep-down==2.0 fast==1.5 numlike==1.5");
    assertThat(named(capture, "alone").attributes()).doesNotContainKey("base");
  }

  @Test
  void whatTheSessionItselfBroughtIsNoBase() throws Exception {
    image(machine, "1.5", "2.0");
    machine.beginSession(true);
    session(machine);
    install(machine, LOCAL, "deep_down", "3.0");
    Capture capture = machine.capture(pip);
    assertThat(named(capture, "app").attribute("base")).isEqualTo("numlike==1.5 old==1.2");
  }

  @Test
  void anEnvironmentStandsOnTheImageOnlyWhereItLooksIntoIt() throws Exception {
    image(machine, "1.5", "2.0");
    machine.write(PYTHON, "");
    machine.beginSession(true);
    for (boolean looks : List.of(true, false)) {
      String venv = "/content/" + looks;
      machine.write(
          venv + "/pyvenv.cfg",
          "home = /usr/bin\nversion = 3.11.2\ninclude-system-site-packages = " + looks + "\n");
      install(machine, venv + "/lib/python3.11/site-packages", "in-" + looks, "1.0", "numlike");
    }
    Capture capture = machine.capture(pip);
    assertThat(named(capture, "in-true").attribute("base"))
        .isEqualTo("deep-down==2.0 numlike==1.5");
    assertThat(named(capture, "in-false").attributes()).doesNotContainKey("base");
  }

  @Test
  void whatIsAnotherOneOnTheNextMachineIsNamedAndPinnedWhereThatIsAskedFor() throws Exception {
    image(machine, "1.5", "2.0");
    machine.beginSession(true);
    session(machine);
    Wanted wanted = machine.wanted(machine.capture(pip));
    TestMachine next = machine.next();
    next.python(PYTHON, "3.11.2", LOCAL, DEBIAN);
    image(next, "1.6", "2.0");
    EcosystemPlan plan = next.plan(pip, wanted, false);
    List<BaseChange> moved =
        List.of(
            new BaseChange("pip fast", "1.5", "1.6", List.of("lib")),
            new BaseChange("pip numlike", "1.5", "1.6", List.of("app", "lib")));
    assertThat(plan.baseChanges()).containsExactlyElementsOf(moved);
    assertThat(plan.steps()).noneMatch(step -> step instanceof RestoreStep.Pin);
    assertThat(next.plan(pip, wanted, true).steps().stream())
        .filteredOn(step -> step instanceof RestoreStep.Pin)
        .extracting(step -> ((RestoreStep.Pin) step).change())
        .hasSameElementsAs(moved);
  }

  @Test
  void onTheSameImageNothingHasMoved() throws Exception {
    image(machine, "1.5", "2.0");
    machine.beginSession(true);
    session(machine);
    Wanted wanted = machine.wanted(machine.capture(pip));
    TestMachine next = machine.next();
    next.python(PYTHON, "3.11.2", LOCAL, DEBIAN);
    image(next, "1.5", "2.0");
    EcosystemPlan plan = next.plan(pip, wanted, true);
    assertThat(plan.baseChanges()).isEmpty();
    assertThat(plan.steps()).noneMatch(step -> step instanceof RestoreStep.Pin);
  }
}
