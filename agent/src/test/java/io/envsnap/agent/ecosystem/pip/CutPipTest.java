package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pip that was killed leaves in a folder of packages, as seen with pip 23. */
class CutPipTest {
  private static final String SITE = "/usr/local/lib/python3.11/dist-packages";

  private static final String OUT = SITE + "/../../../";

  @TempDir private Path folder;
  @TempDir private Path installer;
  private TestMachine machine;

  @BeforeEach
  void begin() throws Exception {
    machine = new TestMachine(folder);
    distribution("whole-1.0.dist-info", "whole/a.py", "shared.py", "whole-1.0.dist-info/INSTALLER");
    distribution("byhand-1.0.dist-info", "byhand.py");
    machine.write(SITE + "/~nother/x.py", "");
    Thread.sleep(20);
    CutPip.note(installer, TreePath.of(SITE));
    Thread.sleep(20);
  }

  private void distribution(String info, String... files) throws IOException {
    machine.write(SITE + "/" + info + "/METADATA", "Name: x\nVersion: 1.0\n");
    machine.write(SITE + "/" + info + "/RECORD", String.join(",,\n", files) + ",,\n");
    for (String file : files) {
      machine.write((SITE + "/" + file).replace(OUT, "/usr/local/"), "");
    }
  }

  private Set<String> removals() throws IOException {
    machine.python("/usr/bin/python3", "3.11.2", SITE);
    Set<String> paths = new TreeSet<>();
    CutInstall cut = new CutInstall(machine.tree(), machine.host(), List.of(installer));
    new CutPip(cut)
        .completion()
        .removals()
        .forEach(path -> paths.add(path.value().replace(SITE + "/", "")));
    return paths;
  }

  @Test
  void whatIsWholeOrWasThereBeforeStays() throws Exception {
    distribution("new-2.0.dist-info", "new.py", "new-2.0.dist-info/INSTALLER");
    assertThat(removals()).isEmpty();
  }

  @Test
  void aDistributionWhoseRecordIsNotTheInstallersIsTakenBackWithWhatPythonCompiledOfIt()
      throws Exception {
    distribution("half-2.0.dist-info", "half/a.py", "half/b.py", "shared.py");
    Files.delete(machine.at(SITE + "/half/b.py"));
    machine.write(SITE + "/half/__pycache__/a.cpython-311.pyc", "");
    machine.write(SITE + "/half/__pycache__/b.cpython-311.pyc.140383342082304", "");
    machine.write(SITE + "/half/mine.txt", "");
    assertThat(removals())
        .containsExactly(
            "half",
            "half-2.0.dist-info",
            "half-2.0.dist-info/METADATA",
            "half-2.0.dist-info/RECORD",
            "half/__pycache__",
            "half/__pycache__/a.cpython-311.pyc",
            "half/__pycache__/b.cpython-311.pyc.140383342082304",
            "half/a.py");
  }

  @Test
  void anOlderVersionThatPipHadMovedAsideGoesWithWhatItHadNotMovedYet() throws Exception {
    distribution("~ld-1.0.dist-info", "old/a.py", "../../../bin/old", "shared.py");
    machine.write(SITE + "/~ld/b.py", "");
    assertThat(removals())
        .contains("old/a.py", "/usr/local/bin/old", "~ld", "~ld/b.py", "~ld-1.0.dist-info/RECORD")
        .doesNotContain("shared.py", "~nother", "~nother/x.py", "byhand.py");
  }

  @Test
  void aFolderOfProgramsThatPipHadMovedAsideGoes() throws Exception {
    machine.write("/usr/local/~in/mine", "");
    machine.write("/usr/local/~tc/old", "");
    Thread.sleep(20);
    CutPip.note(installer, TreePath.of(SITE));
    Thread.sleep(20);
    distribution("tool-2.0.dist-info", "../../../bin/tool", "tool-2.0.dist-info/INSTALLER");
    machine.write("/usr/local/~~n/tool", "");
    machine.write("/usr/local/~kg/tool", "");
    assertThat(removals()).containsExactly("/usr/local/~~n", "/usr/local/~~n/tool");
  }

  @Test
  void namesOfPipsAreToldFromOthers() {
    for (String aside : List.of("~in", "~-n", "~5n", "~bin", "~~bin", "~0-bin")) {
      assertThat(AsideName.isOf("bin", aside)).as(aside).isTrue();
    }
    for (String other : List.of("bin", "in", "~", "~n", "~on", "~cabin", "~inn", "~~~", "~.")) {
      assertThat(AsideName.isOf("bin", other)).as(other).isFalse();
    }
  }

  @Test
  void aRecordThatLeadsOutOfItsPrefixTakesNothingThere() throws Exception {
    distribution("~ld-1.0.dist-info", "old/a.py");
    machine.write(SITE + "/~ld-1.0.dist-info/RECORD", "../../../../../etc/passwd,,\nold/a.py,,\n");
    machine.write("/etc/passwd", "root\n");
    assertThat(removals()).contains("old/a.py").noneMatch(path -> path.contains("passwd"));
  }

  @Test
  void anEnvironmentThatWasNotMadeYetIsTakenBackButForWhatWasThereBefore() throws Exception {
    machine.write(SITE + "/venv/mine.txt", "");
    Thread.sleep(20);
    CutPip.noteEnvironment(installer, TreePath.of(SITE + "/venv"));
    Thread.sleep(20);
    machine.write(SITE + "/venv/pyvenv.cfg", "home = /usr/bin\n");
    machine.write(SITE + "/venv/bin/python", "");
    assertThat(removals())
        .contains("venv/pyvenv.cfg", "venv/bin", "venv/bin/python")
        .doesNotContain("venv/mine.txt");
    CutPip.environmentIsMade(installer);
    assertThat(removals()).isEmpty();
  }
}
