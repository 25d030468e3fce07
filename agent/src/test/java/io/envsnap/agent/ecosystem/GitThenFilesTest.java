package io.envsnap.agent.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.files.FilesEcosystem;
import io.envsnap.agent.ecosystem.git.GitEcosystem;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both together leave no changed path without an answer, and give none to two. */
class GitThenFilesTest {
  @TempDir private Path folder;
  private TestMachine machine;

  @BeforeEach
  void makeAnImage() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"), "[user]\n\tname = A\n\temail = a@example.org\n");
    machine.write("/usr/lib/python3/mod.py", "pass\n");
    machine.write("/content/sample_data/a.csv", "1,2\n");
    machine.write("/opt/tool/x", "x\n");
  }

  private void session() throws Exception {
    machine.run("/content", "git", "init", "-q", "-b", "main", "project");
    machine.write("/content/project/.gitignore", "data/\n*.bin\n__pycache__/\n");
    machine.write("/content/project/train.py", "import mod\n");
    machine.run("/content/project", "git", "add", "-A");
    machine.run("/content/project", "git", "commit", "-q", "-m", "first");
    machine.write("/content/project/data/train/1.txt", "1\n");
    machine.write("/content/project/data/train/2.txt", "2\n");
    machine.write("/content/project/weights.bin", "weights\n");
    machine.write("/content/project/notes/today.txt", "untracked\n");
    machine.write("/content/project/big.txt", "x".repeat(2 << 20));
    machine.write("/content/project/__pycache__/train.cpython-311.pyc", "compiled");
    machine.write("/content/project/.git/index.lock", "");
    machine.write("/content/project/.git/hooks/pre-commit", "#!/bin/sh\n");
    machine.write("/usr/lib/python3/__pycache__/mod.cpython-311.pyc", "compiled");
    machine.write("/content/out/deep/er/result.txt", "42\n");
    machine.write("/content/server.pid", "1\n");
    machine.write("/opt/tool/y", "y\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerForEveryPathOnce(boolean taken) throws Exception {
    machine.beginSession(taken);
    session();
    Capture git = machine.capture(new GitEcosystem());
    Set<TreePath> answered = new HashSet<>(git.claims().keySet());
    answered.addAll(git.absorbed());
    git.leftOut().forEach(left -> answered.add(TreePath.of(left.path())));
    Capture files = machine.capture(new FilesEcosystem(), answered);
    assertThat(files.claims().keySet()).doesNotContainAnyElementsOf(answered);
    answered.addAll(files.claims().keySet());
    answered.addAll(files.absorbed());
    assertThat(new TreeSet<>(machine.changes().changed().keySet()))
        .allSatisfy(path -> assertThat(answered).contains(path));
    assertThat(TestMachine.spoken(files))
        .isEqualTo(
            """
            paths /content/out {files=1, size=3}
            paths /content/project/__pycache__ {files=1, size=8}
            paths /content/project/big.txt {size=2097152}
            paths /content/project/data {files=2, size=4}
            paths /content/project/weights.bin {size=8}
            paths /opt/tool/y {size=2}
            """);
    assertThat(git.leftOut())
        .extracting(LeftOut::path)
        .containsExactly("/content/project/.git/hooks/pre-commit");
    assertThat(git.claims()).containsKey(TreePath.of("/content/project/notes/today.txt"));
  }

  @Test
  void agreeWhetherTheBaselineWasTakenOrNot() throws Exception {
    machine.beginSession(true);
    session();
    String taken = withoutObjects(machine.capture(new FilesEcosystem()));
    machine = machine.next();
    makeImageAgain();
    machine.beginSession(false);
    session();
    assertThat(withoutObjects(machine.capture(new FilesEcosystem()))).isEqualTo(taken);
  }

  /** Commits hold the time of day, so that their compressed sizes are not the same twice. */
  private static String withoutObjects(Capture capture) {
    return TestMachine.spoken(capture)
        .replaceFirst("(/content/project \\{files=\\d+), size=\\d+", "$1");
  }

  private void makeImageAgain() throws Exception {
    machine.write("/usr/lib/python3/mod.py", "pass\n");
    machine.write("/content/sample_data/a.csv", "1,2\n");
    machine.write("/opt/tool/x", "x\n");
  }
}
