package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutAptTest {
  @TempDir private Path folder;
  @TempDir private Path installer;

  private TestMachine machine;

  @BeforeEach
  void makeAMachine() throws IOException {
    machine = new TestMachine(folder);
  }

  private Completion completion() throws Exception {
    machine.write("/var/lib/apt/extended_states", "");
    machine.write("/var/lib/apt/extended_states.QhYNVB", "");
    return CutApt.completion(new CutInstall(machine.tree(), machine.host(), List.of(installer)));
  }

  @Test
  void dpkgEndsWhatItHadBegunAndAptIsToldAgainWhatItHadBeenTold() throws Exception {
    List<String> install = List.of("apt-get", "-y", "install", "/a folder/x_1.0_all.deb", "gone-");
    List<String> mark = List.of("apt-mark", "auto", "x");
    CutApt.note(installer, install, List.of(mark));
    Completion completion = completion();
    assertThat(completion.commands())
        .extracting(command -> command.words())
        .containsExactly(
            List.of("dpkg", "--force-confold", "--force-confdef", "--configure", "-a"),
            install,
            mark);
    assertThat(completion.removals())
        .containsExactly(TreePath.of("/var/lib/apt/extended_states.QhYNVB"));
  }

  /** Seen where all processes were killed after dpkg had unpacked the package. */
  @Test
  void whatDpkgSaysMustBeReinstalledIsUnpackedAnewFromTheArchiveThatAptHad() throws Exception {
    CutApt.note(installer, List.of("apt-get", "install", "x=1.0"), List.of());
    Path deb = Files.createDirectories(installer.resolve("archives")).resolve("x_1.0_all.deb");
    Files.writeString(deb, "");
    machine.write(
        "/var/lib/dpkg/status",
        "Package: x\nStatus: install ok installed\n\nPackage: y\nStatus: install reinstreq"
            + " half-installed\n\n");
    machine.write("/var/lib/dpkg/updates/0001", "Package: x\nStatus: install reinstreq unpacked\n");
    assertThat(completion().commands().get(0).words())
        .containsExactly("dpkg", "--force-confold", "--force-confdef", "--unpack", deb.toString());
  }

  /** Seen where all processes were killed between dpkg's note and its cleaning up. */
  @Test
  void whatDpkgLeftOfAPackageThatItHasUnpackedGoes() throws Exception {
    CutApt.note(installer, List.of("apt-get", "install", "x=1.0"), List.of());
    machine.write("/var/lib/dpkg/tmp.ci/control", "");
    assertThat(completion().removals())
        .contains(TreePath.of("/var/lib/dpkg/tmp.ci"), TreePath.of("/var/lib/dpkg/tmp.ci/control"));
  }

  @Test
  void whereAptHadNotBegunNothingOfItIsTouched() throws Exception {
    assertThat(completion()).isEqualTo(Completion.NOTHING);
  }
}
