package io.envsnap.agent.ecosystem.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unclaimed changes of small machines. */
class FilesEcosystemTest {
  @TempDir private Path folder;
  private TestMachine machine;
  private static final TreePath HISTORY = TreePath.of("/root/.bash_history");
  private final FilesEcosystem files = new FilesEcosystem();

  @BeforeEach
  void makeAnImage() throws Exception {
    machine = new TestMachine(folder);
    Files.createDirectories(machine.at("/content"));
    machine.write("/etc/tool/tool.conf", "colour = red\n");
    machine.write("/etc/own.conf", "x\n");
    machine.write("/root/.bashrc", "PS1=x\n");
    machine.write("/usr/lib/python3/mod.py", "pass\n");
    machine.write("/usr/share/data/a/b.txt", "b\n");
    machine.write(
        "/var/lib/dpkg/info/tool.list", "/.\n/etc\n/etc/tool\n/etc/tool/tool.conf\n/usr/share/x\n");
    machine.write(
        "/var/lib/dpkg/status",
        """
        Package: tool
        Status: install ok installed
        Conffiles:
         /etc/tool/tool.conf b90dd1612c3eb23ab7140d28100d66de
        """);
  }

  private static Entry entry(Capture capture, String name) {
    return capture.entries().stream()
        .filter(one -> one.key().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(TestMachine.spoken(capture)));
  }

  @Test
  void saysWhereAFileThatIsTooLargeCameFromWithoutTheToken() throws Exception {
    machine.beginSession(true);
    machine.write("/content/big.bin", "x".repeat(200));
    machine.write("/content/unknown.bin", "x".repeat(200));
    machine.write(
        "/root/.bash_history", "wget https://me:hunter22@files.example/42 -O /content/big.bin\n");
    Capture capture = machine.capture(new FilesEcosystem(100, 1000), Set.of(HISTORY));
    assertThat(capture.leftOut())
        .containsExactly(
            new LeftOut(
                "/content/big.bin", 200, "larger than 100 bytes", "https://files.example/42"),
            new LeftOut("/content/unknown.bin", 200, "larger than 100 bytes", ""));
    assertThat(capture.needs()).hasSize(1);
    assertThat(capture.toString()).doesNotContain("hunter22");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderOfTheImageThatWasOpenedToEverybodyIsAnEntryToo(boolean taken) throws Exception {
    machine.write("/usr/local/lib/there", "x\n");
    machine.beginSession(taken);
    machine.write("/usr/local/lib/libx.so", "x\n");
    machine.write("/usr/share/data/a/c.txt", "c\n");
    machine.run("/", "chmod", "777", machine.at("/usr/local/lib").toString());
    Capture capture = machine.capture(new FilesEcosystem());
    assertThat(entry(capture, "/usr/local/lib").attribute("mode")).isEqualTo("777");
    assertThat(capture.entries()).extracting(one -> one.key().name()).doesNotContain("/usr/share");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void makesOneEntryOfANewFolderAndOneOfEachOtherPath(boolean taken) throws Exception {
    machine.beginSession(taken);
    machine.write("/content/data/train/1.txt", "1\n");
    machine.write("/content/data/test/2.txt", "22\n");
    machine.write("/content/run.sh", "echo\n");
    Files.createSymbolicLink(machine.at("/content/last"), Path.of("run.sh"));
    Files.createDirectory(machine.at("/content/empty"));
    Capture capture = machine.capture(files);
    assertThat(TestMachine.spoken(capture))
        .isEqualTo(
            """
            paths /content/data {files=2, size=5}
            paths /content/empty {files=0, size=0}
            paths /content/last {target=run.sh}
            paths /content/run.sh {size=5}
            """);
    assertThat(capture.claims().keySet())
        .contains(TreePath.of("/content/data"), TreePath.of("/content/data/train/1.txt"))
        .doesNotContain(TreePath.of("/content"));
    assertThat(capture.absorbed()).containsExactly(TreePath.of("/content"));
  }

  @Test
  void namesThePackagesOfOtherManagersThatComeAlongAsFiles() throws Exception {
    machine.write("/opt/conda/conda-meta/history", "\n");
    machine.write("/opt/conda/lib/old.so", "old\n");
    machine.write("/root/.cargo/bin/cargo", "old\n");
    machine.beginSession(true);
    machine.write(
        "/content/app/node_modules/.package-lock.json",
        "{\"packages\": {\"node_modules/b\": {\"version\": \"2\"},"
            + " \"node_modules/a\": {\"version\": \"1\"}}}");
    machine.write(
        "/content/app/node_modules/a/package.json", "{\"name\": \"a\", \"version\": \"1\"}");
    machine.write(
        "/usr/local/lib/node_modules/@of/g/package.json",
        "{\"name\": \"@of/g\", \"version\": \"7\"}");
    machine.write(
        "/usr/local/lib/node_modules/@of/g/node_modules/h/package.json",
        "{\"name\": \"h\", \"version\": \"8\"}");
    machine.write(
        "/opt/conda/conda-meta/z-1-0.json",
        "{\"name\": \"z\", \"version\": \"1\", \"url\": \"https://c.example/z\","
            + " \"files\": [\"lib/z.so\", \"lib/none.so\", \"../../../etc\"]}");
    machine.write("/opt/conda/lib/z.so", "z\n");
    machine.write("/root/.cargo/.crates.toml", "[v1]\n\"rg 3.0 (reg)\" = [\"rg\"]\n");
    machine.write("/root/.cargo/bin/rg", "rg\n");
    machine.write("/root/R/lib/q/DESCRIPTION", "Package: q\nVersion: 5\nBuilt: R 4\n");
    machine.write("/root/R/lib/q/Meta/package.rds", "x\n");
    machine.write("/content/doc/DESCRIPTION", "Package: no\nVersion: 5\nBuilt: R 4\n");
    Capture capture = machine.capture(files);
    assertThat(entry(capture, "/content/app").attribute("from")).isEqualTo("npm a 1, npm b 2");
    assertThat(entry(capture, "/usr/local").attribute("from")).isEqualTo("npm @of/g 7");
    assertThat(entry(capture, "/opt/conda/lib/z.so").attribute("from"))
        .isEqualTo("conda z 1 https://c.example/z");
    assertThat(entry(capture, "/root/.cargo/bin/rg").attribute("from"))
        .isEqualTo("cargo rg 3.0 reg");
    assertThat(entry(capture, "/root/R").attribute("from")).isEqualTo("R q 5");
    assertThat(entry(capture, "/content/doc").attributes()).doesNotContainKey("from");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheOriginalOfAnEditedFileOfAPackage(boolean taken) throws Exception {
    machine.beginSession(taken);
    machine.write("/etc/tool/tool.conf", "colour = blue\n");
    Capture capture = machine.capture(files);
    assertThat(entry(capture, "/etc/tool/tool.conf").attributes())
        .containsEntry("base", "md5:b90dd1612c3eb23ab7140d28100d66de")
        .containsEntry("replaced", "true");
  }

  @Test
  void saysUnknownWhereNobodyCanKnowWhetherSomethingWasReplaced() throws Exception {
    machine.beginSession(false);
    machine.write("/etc/own.conf", "y\n");
    assertThat(entry(machine.capture(files), "/etc/own.conf").attributes())
        .containsEntry("replaced", "unknown");
  }

  @Test
  void keepsTheDigestOfAnOriginalThatTheBaselineHas() throws Exception {
    machine.beginSession(true, "/root/.bashrc");
    machine.write("/root/.bashrc", "PS1=y\n");
    assertThat(entry(machine.capture(files), "/root/.bashrc").attribute("base"))
        .startsWith("sha256:");
  }

  @Test
  void recordsDeletedPathsByTheirHighestFolder() throws Exception {
    machine.beginSession(true);
    machine.run("/", "rm", "-r", machine.at("/usr/share/data").toString());
    Files.delete(machine.at("/etc/own.conf"));
    assertThat(TestMachine.spoken(machine.capture(files)))
        .isEqualTo(
            """
            paths /etc/own.conf {replaced=true, state=deleted}
            paths /usr/share/data {files=3, replaced=true, state=deleted}
            """);
  }

  @Test
  void leavesOutWhatIsTooLargeByNameLargestFirst() throws Exception {
    machine.beginSession(true);
    machine.write("/content/huge", "x".repeat(200));
    machine.write("/content/b", "x".repeat(60));
    machine.write("/content/a", "x".repeat(50));
    Capture capture = machine.capture(new FilesEcosystem(100, 100));
    assertThat(capture.leftOut())
        .containsExactlyInAnyOrder(
            new LeftOut("/content/huge", 200, "larger than 100 bytes", ""),
            new LeftOut("/content/b", 60, "unclaimed files together exceed 100 bytes", ""));
    assertThat(capture.claims()).containsOnlyKeys(TreePath.of("/content/a"));
  }

  @Test
  void takesNothingThatOnlyARunningMachineNeeds() throws Exception {
    machine.beginSession(true);
    machine.write("/usr/lib/python3/__pycache__/mod.cpython-311.pyc", "compiled");
    machine.write("/content/server.pid", "1\n");
    machine.run("/content", "mkfifo", "pipe");
    assertThat(machine.capture(files).entries()).isEmpty();
  }

  @Test
  void givesFoldersThatOnlyHoldWhatOthersClaimOneEntry() throws Exception {
    machine.beginSession(true);
    machine.write("/content/work/repo/file", "x\n");
    Capture capture =
        machine.capture(
            files,
            Set.of(TreePath.of("/content/work/repo"), TreePath.of("/content/work/repo/file")));
    assertThat(TestMachine.spoken(capture)).isEqualTo("folders / {folders=1}\n");
    assertThat(capture.claims()).containsOnlyKeys(TreePath.of("/content/work"));
  }

  @Test
  void recordsAChangedModeOfAFolder() throws Exception {
    machine.beginSession(true);
    machine.run("/", "chmod", "700", machine.at("/usr/share/data/a").toString());
    assertThat(TestMachine.spoken(machine.capture(files)))
        .isEqualTo("paths /usr/share/data/a {files=0, mode=700, size=0}\n");
  }
}
