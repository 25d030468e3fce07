package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.Changes;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that are neither wholly there nor gone, on the recorded machine or on the next one. */
class AptStatesTest {
  private static final String INSTALLED = "install ok installed";
  private static final Timestamp LONG_AGO = new Timestamp(0, 0);
  private static final Timestamp NEVER = new Timestamp(1L << 40, 0);

  private final AptEcosystem apt = new AptEcosystem(ZoneOffset.UTC);
  @TempDir private Path folder;
  private Path base;
  private Path session;
  private Path other;

  @BeforeEach
  void makeMachines() throws Exception {
    base = folder.resolve("base");
    session = folder.resolve("session");
    other = folder.resolve("other");
    for (Path machine : List.of(base, session, other)) {
      Machines.install(machine, "dpkg", "1.21", "", "/usr/bin/dpkg");
    }
  }

  private static void state(Path machine, String name, String state) throws Exception {
    Path status = machine.resolve("var/lib/dpkg/status");
    String before = "Package: " + name + "\nStatus: " + INSTALLED;
    String text = Files.readString(status);
    assertThat(text).contains(before);
    Files.writeString(status, text.replace(before, before.replace(INSTALLED, state)));
  }

  private static void tool(Path machine) throws Exception {
    Machines.install(machine, "tool", "1.0", "", "/usr/bin/tool");
  }

  private Capture capture() throws Exception {
    Baseline known = new Machines.KnownBase(LONG_AGO, new FolderTree(base));
    return apt.capture(Machines.capturing(session, changes(), known));
  }

  private Changes changes() throws Exception {
    return Machines.changes(session, base);
  }

  private List<RestoreStep> plan() throws Exception {
    return apt.plan(
            Machines.wanted(capture(), session, changes()),
            Machines.planning(other, new Machines.UnknownBase(NEVER)))
        .steps();
  }

  private static <T extends RestoreStep> List<T> those(List<RestoreStep> steps, Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static EntryKey key(String name) {
    return Keys.of(Recorded.amd64(name));
  }

  @Test
  void whatIsHalfInstalledOnTheNextMachineIsRepairedFirst() throws Exception {
    tool(session);
    tool(other);
    state(other, "tool", "install ok half-configured");
    assertThat(those(plan(), RestoreStep.Refuse.class))
        .containsExactly(
            new RestoreStep.Refuse(
                key("tool"),
                3,
                "`tool:amd64` is half installed here; run `dpkg --configure -a` first"));
  }

  @Test
  void whatNeedsAPackageThatWasHalfInstalledIsLeftToApt() throws Exception {
    tool(session);
    Machines.install(session, "user", "1.0", "Depends: tool\n", "/usr/bin/user");
    state(session, "tool", "install ok half-configured");
    Capture capture = capture();
    assertThat(capture.entries()).extracting(entry -> entry.key()).doesNotContain(key("tool"));
    assertThat(capture.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).contains("`tool:amd64`"));
    assertThat(those(plan(), RestoreStep.Install.class))
        .singleElement()
        .extracting(RestoreStep.Install::entry, RestoreStep.Install::reason)
        .containsExactly(key("user"), "`tool:amd64` is missing here: rebuilt from the snapshot");
  }

  @Test
  void whatWaitsForATriggerComesBack() throws Exception {
    tool(session);
    state(session, "tool", "install ok triggers-awaited");
    assertThat(those(plan(), RestoreStep.Refuse.class)).isEmpty();
    assertThat(those(plan(), RestoreStep.Place.class))
        .extracting(RestoreStep.Place::entry)
        .contains(key("tool"));
  }

  @Test
  void whatCameAndWentStaysWhereAnotherMachineHasItForItself() throws Exception {
    tool(session);
    state(session, "tool", "deinstall ok config-files");
    Files.delete(session.resolve("usr/bin/tool"));
    tool(other);
    List<RestoreStep> steps = plan();
    assertThat(those(steps, RestoreStep.Remove.class)).isEmpty();
    assertThat(those(steps, RestoreStep.Refuse.class))
        .containsExactly(
            new RestoreStep.Refuse(key("tool"), 3, "this machine has `tool:amd64` for itself"));
  }

  @Test
  void whatLeavesOnlyItsConfigurationKeepsTheScriptThatPurgesIt() throws Exception {
    for (Path machine : List.of(base, session, other)) {
      tool(machine);
      Machines.write(machine, "/var/lib/dpkg/info/tool.postrm", "#!/bin/sh\n");
      Machines.write(machine, "/var/lib/dpkg/info/tool.prerm", "#!/bin/sh\n");
    }
    state(session, "tool", "deinstall ok config-files");
    Files.delete(session.resolve("usr/bin/tool"));
    Files.delete(session.resolve("var/lib/dpkg/info/tool.prerm"));
    assertThat(those(plan(), RestoreStep.Remove.class))
        .singleElement()
        .satisfies(
            remove ->
                assertThat(remove.paths())
                    .contains(
                        TreePath.of("/usr/bin/tool"), TreePath.of("/var/lib/dpkg/info/tool.prerm"))
                    .doesNotContain(TreePath.of("/var/lib/dpkg/info/tool.postrm")));
  }
}
