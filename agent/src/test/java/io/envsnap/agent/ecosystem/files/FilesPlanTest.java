package io.envsnap.agent.ecosystem.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which recorded paths may be written on a machine that has something there. */
class FilesPlanTest {
  private static final String MD5 = "b90dd1612c3eb23ab7140d28100d66de";

  @TempDir private Path folder;
  private TestMachine machine;
  private final FilesEcosystem files = new FilesEcosystem();

  @BeforeEach
  void makeAnImage() throws Exception {
    machine = image(new TestMachine(folder));
    machine.beginSession(true);
  }

  private static TestMachine image(TestMachine machine) throws IOException {
    machine.write("/etc/tool.conf", "colour = red\n");
    machine.write("/root/.profile", "original\n");
    machine.write("/usr/share/doc/tool/README", "x\n");
    machine.write(
        "/var/lib/dpkg/status", "Package: tool\nConffiles:\n /etc/tool.conf " + MD5 + "\n");
    return machine;
  }

  /** The next machine of the same image. */
  private TestMachine next() throws IOException {
    TestMachine next = image(machine.next());
    next.beginSession(true);
    return next;
  }

  private static Set<String> kept(List<RestoreStep> steps) {
    Set<String> kept = new TreeSet<>();
    for (RestoreStep step : steps) {
      if (step instanceof RestoreStep.Place place) {
        place.keep().forEach(path -> kept.add(path.value()));
      }
    }
    return kept;
  }

  private static Set<String> removed(List<RestoreStep> steps) {
    Set<String> removed = new TreeSet<>();
    for (RestoreStep step : steps) {
      if (step instanceof RestoreStep.Remove remove) {
        remove.paths().forEach(path -> removed.add(path.value()));
      }
    }
    return removed;
  }

  private Capture session() throws Exception {
    machine.write("/etc/tool.conf", "colour = blue\n");
    machine.write("/root/.profile", "edited\n");
    machine.write("/content/data/1.txt", "1\n");
    machine.write("/usr/local/bin/tool", "#!/bin/sh\n");
    machine.run("/", "rm", "-r", machine.at("/usr/share/doc/tool").toString());
    return machine.capture(files);
  }

  @Test
  void replacesOriginalsOfTheSameImage() throws Exception {
    Wanted wanted = machine.wanted(session());
    machine = next();
    List<RestoreStep> steps = machine.plan(files, wanted);
    assertThat(kept(steps)).isEmpty();
    assertThat(removed(steps)).containsExactly("/usr/share/doc/tool", "/usr/share/doc/tool/README");
  }

  @Test
  void keepsWhatThisMachinesOwnSessionWrote() throws Exception {
    Wanted wanted = machine.wanted(session());
    machine = next();
    machine.write("/etc/tool.conf", "colour = green\n");
    machine.write("/content/data/1.txt", "mine\n");
    machine.write("/usr/share/doc/tool/README", "read me\n");
    List<RestoreStep> steps = machine.plan(files, wanted);
    assertThat(kept(steps))
        .containsExactly("/content/data/1.txt", "/etc/tool.conf", "/usr/share/doc/tool/README");
    assertThat(removed(steps)).containsExactly("/usr/share/doc/tool");
  }

  @Test
  void whatThisSessionMadeAgainToTheByteIsNoConflict() throws Exception {
    Wanted wanted = machine.wanted(session());
    machine = next();
    machine.write("/content/data/1.txt", "1\n");
    machine.write("/usr/local/bin/tool", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        machine.at("/usr/local/bin/tool"), PosixFilePermissions.fromString("rwx------"));
    assertThat(kept(machine.plan(files, wanted)))
        .as("other modes are somebody's work")
        .containsExactly("/usr/local/bin/tool");
  }

  @Test
  void aFileThatHasItsSecretAgainIsAsRecorded() throws Exception {
    machine.write(
        "/root/.bashrc", "export GITHUB_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n");
    Wanted wanted = machine.wanted(machine.capture(files));
    List<RestoreStep> steps = machine.plan(files, wanted);
    assertThat(kept(steps)).isEmpty();
    assertThat(steps.toString()).contains("settled=[/root/.bashrc]");
    machine.write(
        "/root/.bashrc", "export GITHUB_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\nx\n");
    assertThat(kept(machine.plan(files, wanted))).containsExactly("/root/.bashrc");
  }

  @Test
  void keepsAnOriginalThatIsNotTheRecordedOne() throws Exception {
    Wanted wanted = machine.wanted(session());
    machine = machine.next();
    image(machine).write("/etc/tool.conf", "colour = yellow\n");
    machine.beginSession(true);
    assertThat(kept(machine.plan(files, wanted))).containsExactly("/etc/tool.conf");
  }

  @Test
  void keepsOriginalsThatNobodyKnowsOnAnotherImage() throws Exception {
    Wanted recorded = machine.wanted(session());
    Base base = recorded.base();
    Wanted wanted =
        new Wanted(
            recorded.entries(),
            recorded.nodes(),
            Map.of(),
            new Base(
                "ubuntu 22.04",
                base.image(),
                base.kernel(),
                base.architecture(),
                "2.35",
                base.apt(),
                base.pythons(),
                base.taken()));
    machine = next();
    List<RestoreStep> steps = machine.plan(files, wanted);
    assertThat(kept(steps))
        .as("the original of tool.conf is known, and the same here")
        .containsExactly("/root/.profile", "/usr/share/doc/tool", "/usr/share/doc/tool/README");
    assertThat(removed(steps)).isEmpty();
  }

  @Test
  void keepsWhatThisImageHasWhereTheOtherHadNothing() throws Exception {
    Wanted recorded = machine.wanted(session());
    Base base = recorded.base();
    Wanted wanted =
        new Wanted(
            recorded.entries(),
            recorded.nodes(),
            Map.of(),
            new Base(
                base.os(),
                base.image(),
                base.kernel(),
                base.architecture(),
                base.glibc(),
                base.apt(),
                base.pythons(),
                true));
    machine = machine.next();
    image(machine).write("/usr/local/bin/tool", "another tool\n");
    machine.beginSession(true);
    assertThat(kept(machine.plan(files, wanted))).containsExactly("/usr/local/bin/tool");
  }

  @Test
  void namesWhatTheSnapshotLacks() throws Exception {
    Wanted recorded = machine.wanted(session());
    Wanted bare = new Wanted(recorded.entries(), Map.of(), Map.of(), recorded.base());
    machine = next();
    assertThat(machine.plan(files, bare))
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step).isInstanceOf(RestoreStep.Refuse.class));
  }

  @Test
  void aDeletionNeverReachesThroughTheLinkThatTookItsPlace() throws Exception {
    machine.write("/content/keep", "x\n");
    Path moved = machine.at("/content/doc");
    machine.run("/", "mv", machine.at("/usr/share/doc/tool").toString(), moved.toString());
    Files.createSymbolicLink(machine.at("/usr/share/doc/tool"), Path.of("../../../content/doc"));
    Capture capture = machine.capture(files);
    assertThat(capture.claims()).containsKey(TreePath.of("/usr/share/doc/tool"));
    assertThat(removed(machine.plan(files, machine.wanted(capture)))).isEmpty();
    assertThat(moved.resolve("README")).exists();
  }

  @Test
  void mayWriteAgainWhatItWrote() throws Exception {
    Capture capture = session();
    Wanted wanted = machine.wanted(capture);
    machine = next();
    machine.place(capture);
    // Kept or not, equal paths are neither written nor reported.
    assertThat(kept(machine.plan(files, wanted)))
        .allSatisfy(path -> assertThat(capture.claims()).containsKey(TreePath.of(path)));
    Files.delete(machine.at("/usr/local/bin/tool"));
    assertThat(kept(machine.plan(files, wanted))).doesNotContain("/usr/local/bin/tool");
  }
}
