package io.envsnap.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Accelerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
  private static final Map<String, String> SHELL =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/root");

  @TempDir private Path root;
  private FolderTree tree;
  private final ScriptedCommands commands = new ScriptedCommands();
  private final Warnings warnings = new Warnings();

  @BeforeEach
  void debian() {
    tree =
        new FolderTree(root)
            .file("/usr/lib/os-release", Fixtures.text("debian-12.os-release"))
            .link("/etc/os-release", "../usr/lib/os-release")
            .program("/usr/bin/python3.11")
            .link("/usr/bin/python3", "python3.11")
            .link("/bin", "usr/bin");
    commands
        .says("uname -r", "6.1.0-18-amd64\n")
        .says("uname -m", "x86_64\n")
        .says("getconf GNU_LIBC_VERSION", "glibc 2.36\n")
        .says("/usr/bin/python3 -I", Fixtures.text("debian-12.python"));
  }

  private HostFacts probe(Map<String, String> environment) throws IOException {
    return new HostProbe(
            tree, commands, environment, warnings, () -> new Hardware("Some CPU, 2 cores", 4096))
        .probe();
  }

  @Test
  void saysWhatTheMachineIs() throws IOException {
    HostFacts facts = probe(SHELL);
    assertThat(facts.os()).isEqualTo("debian 12");
    assertThat(facts.image()).isEmpty();
    assertThat(facts.kernel()).isEqualTo("6.1.0-18-amd64");
    assertThat(facts.architecture()).isEqualTo("x86_64");
    assertThat(facts.glibc()).isEqualTo("2.36");
    assertThat(facts.processor()).isEqualTo("Some CPU, 2 cores");
    assertThat(facts.memoryBytes()).isEqualTo(4096);
    assertThat(facts.accelerator()).isEqualTo(Accelerator.NONE);
    assertThat(warnings.sentences()).isEmpty();
  }

  @Test
  void findsEachInterpreterOnceUnderTheNameThatPeopleCall() throws IOException {
    assertThat(probe(SHELL).pythons())
        .extracting(python -> python.path().value())
        .containsExactly("/usr/bin/python3");
  }

  @Test
  void findsAPythonBelowOptThatIsNotOnThePath() throws IOException {
    tree.program("/opt/conda/bin/python3.12").link("/opt/conda/bin/python", "python3.12");
    commands.says(
        "/opt/conda/bin/python -I",
        """
        version=3.12.4
        abi=cpython-312-x86_64-linux-gnu
        executable=/opt/conda/bin/python3.12
        prefix=/opt/conda
        base=/opt/conda
        site=/opt/conda/lib/python3.12/site-packages
        """);
    assertThat(probe(SHELL).pythons())
        .extracting(python -> python.path().value())
        .containsExactly("/usr/bin/python3", "/opt/conda/bin/python");
  }

  @Test
  void aShimOfAKnownInterpreterIsNotASecondOne() throws IOException {
    tree.program("/root/.shims/python3");
    commands.says("/root/.shims/python3 -I", Fixtures.text("debian-12.python"));
    assertThat(probe(Map.of("PATH", "/usr/bin:/root/.shims", "HOME", "/root")).pythons())
        .hasSize(1);
  }

  @Test
  void aVirtualEnvironmentOnThePathIsNoInterpreterOfTheMachine() throws IOException {
    tree.file("/content/.venv/pyvenv.cfg", "home = /usr/bin\n")
        .link("/content/.venv/bin/python3", "/usr/bin/python3.11");
    assertThat(probe(Map.of("PATH", "/content/.venv/bin:/usr/bin", "HOME", "/root")).pythons())
        .extracting(python -> python.path().value())
        .containsExactly("/usr/bin/python3");
  }

  @Test
  void aBrokenInterpreterIsNamedAndLeftOut() throws IOException {
    tree.program("/usr/local/bin/python3");
    commands.ends("/usr/local/bin/python3", 1, "", "Fatal Python error: init_fs_encoding\n");
    assertThat(probe(SHELL).pythons()).hasSize(1);
    assertThat(warnings.sentences())
        .containsExactly(
            "`/usr/local/bin/python3` is left out: it ended with status 1: "
                + "Fatal Python error: init_fs_encoding");
  }

  @Test
  void readsAKaggleImageThoughItIsBuiltOnColabs() throws IOException {
    tree.file("/etc/build_date", "20260702-101500\n");
    Map<String, String> kaggle =
        Map.of(
            "KAGGLE_KERNEL_RUN_TYPE", "Interactive",
            "COLAB_RELEASE_TAG", "release-colab_20260611-060055_RC00");
    assertThat(probe(kaggle).image()).isEqualTo("kaggle 20260702-101500");
  }

  @Test
  void readsColabsReleaseTag() throws IOException {
    assertThat(probe(Map.of("COLAB_RELEASE_TAG", "release-colab_20260611-060055_RC00")).image())
        .isEqualTo("colab 20260611-060055_RC00");
  }

  @Test
  void aMarkerThatIsNoReleaseIsNotRepeated() throws IOException {
    tree.file("/etc/build_date", "<html>what is this?</html>\n");
    assertThat(probe(Map.of("KAGGLE_KERNEL_RUN_TYPE", "Batch")).image()).isEqualTo("kaggle");
  }

  @Test
  void theRealMachineHasAProcessorAndMemory() {
    Hardware hardware = Hardware.ofThisMachine();
    assertThat(hardware.memoryBytes()).isPositive();
    assertThat(hardware.processor()).contains("core");
  }
}
