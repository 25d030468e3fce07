package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Machines.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.MachineNotReadyException;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.Changes;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small machine, a session on it and another machine: capture and plan, as a whole. */
class AptEcosystemTest {
  private static final EntryKey TOOL = Keys.of(Recorded.amd64("tool"));
  private static final EntryKey LIB = Keys.of(Recorded.amd64("lib"));

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
      Machines.install(machine, "libc6", "2.36", "", "/usr/lib/libc.so.6");
      Machines.install(
          machine, "lib", "1.0", "Depends: libc6\n", "/usr/lib/lib.so.1", "/usr/lib/old.so");
      write(machine, "/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
      write(machine, "/etc/group", "root:x:0:\n");
    }
  }

  /** Installs tool, upgrades lib, and lets a maintainer script write a file. */
  private void runSession() throws Exception {
    Machines.install(
        session, "lib", "2.0", "Depends: libc6\n", "/usr/lib/lib.so.1", "/usr/lib/new.so");
    Files.delete(session.resolve("usr/lib/old.so"));
    Machines.install(
        session, "tool", "1.0", "Depends: lib (>= 2)\n", "/usr/bin/tool", "/usr/share/tool/m.py");
    write(session, "/usr/share/tool/__pycache__/m.cpython-311.pyc", "code");
    write(session, "/etc/tool.generated", "by postinst\n");
    write(session, "/usr/local/bin/mine", "by hand\n");
    write(session, "/etc/passwd", "root:x:0:0::/root:/bin/sh\ntoold:x:100:100::/:/bin/sh\n");
    write(session, "/etc/group", "root:x:0:\ntoold:x:100:\n");
    write(
        session,
        "/var/log/dpkg.log",
        log(
            "upgrade lib:amd64 1.0 2.0",
            "install tool:amd64 <none> 1.0",
            "status installed tool:amd64 1.0"));
  }

  /** dpkg's log of the moment in which the script wrote its file. */
  private String log(String... steps) throws Exception {
    Instant moment = Files.getLastModifiedTime(session.resolve("etc")).toInstant();
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss ", Locale.ROOT).withZone(ZoneOffset.UTC);
    String began = format.format(moment);
    String ended = format.format(moment.plusSeconds(1));
    return began
        + "startup archives unpack\n"
        + Stream.of(steps).map(step -> ended + step + "\n").reduce("", String::concat);
  }

  private static Timestamp longAgo() {
    return new Timestamp(Instant.parse("2020-01-01T00:00:00Z").getEpochSecond(), 0);
  }

  private Changes changes() throws Exception {
    return Machines.changes(session, base);
  }

  private Baseline known() {
    return new Machines.KnownBase(longAgo(), new FolderTree(base));
  }

  private Capture capture(Baseline baseline, String... own) throws Exception {
    return apt.capture(Machines.capturing(session, changes(), baseline, own));
  }

  private static Optional<Entry> entry(Capture capture, EntryKey key) {
    return capture.entries().stream().filter(entry -> entry.key().equals(key)).findFirst();
  }

  private List<RestoreStep> plan(Capture capture) throws Exception {
    Wanted wanted = Machines.wanted(capture, session, changes());
    EcosystemPlan plan =
        apt.plan(wanted, Machines.planning(other, new Machines.UnknownBase(future())));
    return plan.steps();
  }

  /** A machine whose session has not begun has nothing of its own. */
  private static Timestamp future() {
    return new Timestamp(1L << 40, 0);
  }

  private static <T extends RestoreStep> List<T> those(List<RestoreStep> steps, Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void aMachineWithoutDpkgHasNoEntries() throws Exception {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    assertThat(apt.capture(Machines.capturing(bare, Machines.noChanges(), known())))
        .isEqualTo(Capture.NOTHING);
  }

  @Test
  void describesWhatWasInstalledAndUpgraded() throws Exception {
    runSession();
    Capture capture = capture(known());
    assertThat(entry(capture, TOOL).orElseThrow().version()).isEqualTo("1.0");
    assertThat(entry(capture, LIB).orElseThrow().attribute("replaced")).isEqualTo("1.0");
    assertThat(entry(capture, Keys.of(Recorded.amd64("libc6")))).isEmpty();
    assertThat(entry(capture, Keys.plain(Keys.ACCOUNTS, "toold"))).isPresent();
  }

  @Test
  void anInferredBaseGivesTheSamePackages() throws Exception {
    runSession();
    Capture known = capture(known());
    Capture inferred = capture(new Machines.UnknownBase(longAgo()));
    for (EntryKey key : List.of(TOOL, LIB)) {
      assertThat(entry(inferred, key)).isEqualTo(entry(known, key));
    }
  }

  @Test
  void claimsFilesByteCodeAndDpkgsOwnNotes() throws Exception {
    runSession();
    Capture capture = capture(known());
    assertThat(capture.claims())
        .containsEntry(TreePath.of("/usr/bin/tool"), Claim.content(TOOL))
        .containsEntry(
            TreePath.of("/usr/share/tool/__pycache__/m.cpython-311.pyc"), Claim.content(TOOL))
        .containsEntry(TreePath.of("/usr/lib/new.so"), Claim.content(LIB))
        .containsEntry(TreePath.of("/var/lib/dpkg/info/tool.list"), Claim.late(TOOL));
    assertThat(capture.claims().get(TreePath.of("/var/lib/dpkg/info/lib.list")).placement())
        .isEqualTo(Placement.LATE);
  }

  @Test
  void scriptsOwnWhatChangedWhileDpkgWorkedAndPeopleTheRest() throws Exception {
    runSession();
    Capture capture = capture(known());
    assertThat(capture.claims())
        .containsEntry(TreePath.of("/etc/tool.generated"), Claim.content(Keys.SCRIPTS))
        .doesNotContainKey(TreePath.of("/usr/local/bin/mine"));
    assertThat(capture.absorbed()).doesNotContain(TreePath.of("/usr/local/bin/mine"));
  }

  @Test
  void sharedDatabasesNeverEnterTheTree() throws Exception {
    runSession();
    Capture capture = capture(known());
    assertThat(capture.absorbed())
        .contains(
            TreePath.of("/var/lib/dpkg/status"),
            TreePath.of("/etc/passwd"),
            TreePath.of("/etc/group"));
  }

  @Test
  void whatTheLauncherInstalledIsNoPartOfTheSession() throws Exception {
    runSession();
    Capture capture = capture(known(), "tool:amd64");
    assertThat(entry(capture, TOOL)).isEmpty();
    assertThat(capture.claims()).doesNotContainKey(TreePath.of("/usr/bin/tool"));
    assertThat(entry(capture, LIB)).isPresent();
  }

  @Test
  void whatScriptsOfTheLaunchersPackagesDidIsNotTheSessionsEither() throws Exception {
    Machines.install(session, "jdk", "17", "", "/usr/bin/java");
    write(session, "/etc/jdk.generated", "by postinst\n");
    write(session, "/var/log/dpkg.log", log("install jdk:amd64 <none> 17"));
    Capture capture = capture(known(), "jdk:amd64");
    assertThat(capture.entries()).isEmpty();
    assertThat(capture.claims()).isEmpty();
    assertThat(capture.absorbed()).contains(TreePath.of("/usr/bin/java"));
  }

  @Test
  void aPackageThatDpkgWasCutOffOnIsNotRecorded() throws Exception {
    runSession();
    Path status = session.resolve("var/lib/dpkg/status");
    Files.writeString(
        status,
        Files.readString(status)
            .replace(
                "Package: tool\nStatus: install ok installed",
                "Package: tool\nStatus: install ok unpacked"));
    Capture capture = capture(known());
    assertThat(entry(capture, TOOL)).isEmpty();
    assertThat(entry(capture, LIB)).isPresent();
    assertThat(capture.claims()).doesNotContainKey(TreePath.of("/usr/bin/tool"));
  }

  @Test
  void driversStayTheHosts() throws Exception {
    Machines.install(session, "nvidia-driver-libs", "580", "", "/usr/lib/nvidia/x.so");
    Capture capture = capture(known());
    assertThat(capture.entries()).isEmpty();
    assertThat(capture.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).contains("GPU driver"));
    assertThat(capture.absorbed()).contains(TreePath.of("/usr/lib/nvidia/x.so"));
  }

  @Test
  void whatTheLauncherInstalledAndTheSessionNeedsIsPartOfIt() throws Exception {
    runSession();
    assertThat(entry(capture(known(), "lib:amd64"), LIB)).isPresent();
  }

  @Test
  void onTheSameBaseFilesArePlacedAndTheOldVersionGoesFirst() throws Exception {
    runSession();
    List<RestoreStep> steps = plan(capture(known()));
    assertThat(those(steps, RestoreStep.Refuse.class)).isEmpty();
    assertThat(those(steps, RestoreStep.Place.class))
        .extracting(RestoreStep.Place::entry)
        .contains(TOOL, LIB, Keys.SCRIPTS);
    assertThat(those(steps, RestoreStep.Remove.class).get(0).paths())
        .contains(TreePath.of("/usr/lib/old.so"))
        .doesNotContain(TreePath.of("/usr/lib"), TreePath.of("/usr"));
    assertThat(those(steps, RestoreStep.Merge.class).get(0).file().value()).isEqualTo("/etc/group");
    RestoreStep.Merge last =
        those(steps, RestoreStep.Merge.class).get(those(steps, RestoreStep.Merge.class).size() - 1);
    assertThat(last.file()).isEqualTo(SystemFiles.STATUS);
  }

  @Test
  void onAMovedBaseAPackageIsRebuiltAndSaysWhatMoved() throws Exception {
    runSession();
    Machines.install(other, "libc6", "2.41", "", "/usr/lib/libc.so.6");
    List<RestoreStep> steps = plan(capture(known()));
    assertThat(those(steps, RestoreStep.Install.class))
        .filteredOn(step -> step.entry().equals(TOOL))
        .singleElement()
        .satisfies(step -> assertThat(step.rung()).isEqualTo(3))
        .extracting(RestoreStep.Install::reason)
        .isEqualTo("`libc6:amd64` is 2.41 here and was 2.36: rebuilt from the snapshot");
    assertThat(those(steps, RestoreStep.Merge.class))
        .extracting(RestoreStep.Merge::file)
        .contains(SystemFiles.PASSWD);
  }

  @Test
  void aFileOfAnotherPackageHereIsNotOverwritten() throws Exception {
    runSession();
    Machines.install(other, "rival", "1.0", "", "/usr/bin/tool");
    assertThat(those(plan(capture(known())), RestoreStep.Refuse.class))
        .containsExactly(
            new RestoreStep.Refuse(TOOL, 3, "`/usr/bin/tool` belongs to `rival:amd64` here"));
  }

  @Test
  void aCutOffDpkgIsRepairedFirst() throws Exception {
    runSession();
    write(other, "/var/lib/dpkg/updates/0000", "Package: x\nStatus: install ok unpacked\n\n");
    Capture capture = capture(known());
    assertThatThrownBy(() -> plan(capture))
        .isInstanceOfSatisfying(
            MachineNotReadyException.class,
            refused -> assertThat(refused.hint()).contains("dpkg --configure -a"));
  }

  @Test
  void aLockfileWithoutItsRecordIsRefused() throws Exception {
    runSession();
    Capture capture = capture(known());
    Wanted wanted = Machines.wanted(capture, session, changes());
    Wanted bare = new Wanted(wanted.entries(), wanted.nodes(), Map.of(), wanted.base());
    EcosystemPlan plan =
        apt.plan(bare, Machines.planning(other, new Machines.UnknownBase(future())));
    assertThat(those(plan.steps(), RestoreStep.Refuse.class))
        .extracting(RestoreStep.Refuse::entry)
        .contains(TOOL, LIB);
  }

  @Test
  void aSecondRestoreFindsNothingToMerge() throws Exception {
    runSession();
    Capture capture = capture(known());
    for (RestoreStep.Merge merge : those(plan(capture), RestoreStep.Merge.class)) {
      Path file = other.resolve(merge.file().relative());
      Optional<byte[]> current =
          Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
      byte[] merged = merge.merge().merge(current);
      assertThat(merge.merge().merge(Optional.of(merged))).isEqualTo(merged);
      Files.createDirectories(file.getParent());
      Files.write(file, merged);
    }
    assertThat(those(plan(capture), RestoreStep.Remove.class)).isEmpty();
    for (RestoreStep.Merge merge : those(plan(capture), RestoreStep.Merge.class)) {
      byte[] current = Files.readAllBytes(other.resolve(merge.file().relative()));
      assertThat(merge.merge().merge(Optional.of(current))).isEqualTo(current);
    }
  }

  @Test
  void aConffileThatWasEditedHereIsKept() throws Exception {
    Machines.install(session, "tool", "1.0", "", "/etc/tool.conf");
    write(other, "/etc/tool.conf", "this machine's own\n");
    Capture capture = capture(known());
    Wanted wanted = Machines.wanted(capture, session, changes());
    EcosystemPlan plan =
        apt.plan(wanted, Machines.planning(other, new Machines.UnknownBase(longAgo())));
    assertThat(those(plan.steps(), RestoreStep.Place.class))
        .filteredOn(place -> place.entry().equals(TOOL))
        .singleElement()
        .extracting(RestoreStep.Place::keep)
        .isEqualTo(List.of(TreePath.of("/etc/tool.conf")));
  }

  @Test
  void aRemovedPackageTakesItsFilesWithIt() throws Exception {
    Path status = session.resolve("var/lib/dpkg/status");
    String text = Files.readString(status);
    Files.writeString(status, text.replaceFirst("(?s)Package: lib\n.*?\n\n", ""));
    for (String gone :
        List.of("usr/lib/lib.so.1", "usr/lib/old.so", "var/lib/dpkg/info/lib.list")) {
      Files.delete(session.resolve(gone));
    }
    Capture capture = capture(known());
    assertThat(entry(capture, LIB).orElseThrow().attribute("state")).isEqualTo("purged");
    assertThat(those(plan(capture), RestoreStep.Remove.class))
        .singleElement()
        .satisfies(
            remove ->
                assertThat(remove.paths())
                    .contains(
                        TreePath.of("/usr/lib/lib.so.1"),
                        TreePath.of("/var/lib/dpkg/info/lib.list"))
                    .doesNotContain(TreePath.of("/usr/lib/libc.so.6"), TreePath.of("/usr")));
  }
}
