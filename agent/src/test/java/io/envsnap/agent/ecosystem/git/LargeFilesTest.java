package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories with git-lfs, read without running it. */
class LargeFilesTest {
  @TempDir private Path folder;
  private TestMachine machine;
  private String upstream = "";
  private final GitEcosystem git = new GitEcosystem();

  @BeforeEach
  void makeAnUpstream() throws Exception {
    machine = new TestMachine(folder);
    Path home = folder.resolve("home/.gitconfig");
    Files.writeString(home, "[user]\n\tname = A\n\temail = a@example.org\n");
    machine.run("/", "git", "lfs", "install", "--skip-repo");
    Path made = Files.createDirectory(folder.resolve("made"));
    upstream = folder.resolve("upstream.git").toString();
    machine.run("/", "git", "init", "-q", "--bare", "-b", "main", upstream);
    machine.run("/", "git", "init", "-q", "-b", "main", made.toString());
    machine.run("/", "git", "-C", made.toString(), "lfs", "install", "--local");
    Files.writeString(
        made.resolve(".gitattributes"), "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    Files.writeString(made.resolve("model.bin"), "weights ".repeat(1000));
    machine.run("/", "git", "-C", made.toString(), "add", "-A");
    machine.run("/", "git", "-C", made.toString(), "commit", "-q", "-m", "model");
    machine.run("/", "git", "-C", made.toString(), "push", "-q", "file://" + upstream, "main");
    machine.beginSession(true);
  }

  private Map<String, String> attributes(Capture capture) {
    assertThat(capture.entries()).hasSize(1);
    return capture.entries().get(0).attributes();
  }

  private Set<TreePath> scan() throws Exception {
    return machine.changes().changed().keySet();
  }

  @Test
  void saysThatNothingIsModifiedThoughEveryTimeHasChanged() throws Exception {
    machine.run("/", "git", "clone", "-q", "file://" + upstream, "work");
    assertThat(machine.read("/work/model.bin")).startsWith("weights");
    Capture first = machine.capture(git);
    assertThat(attributes(first)).containsEntry("lfs", "true").doesNotContainKey("modified");
    machine = machine.next();
    machine.place(first);
    Set<TreePath> before = scan();
    assertThat(attributes(machine.capture(git))).isEqualTo(attributes(first));
    assertThat(scan()).as("git-lfs's filter would have written objects").isEqualTo(before);
    assertThat(machine.run("/work", "git", "status", "--porcelain")).isEmpty();
    assertThat(machine.run("/work", "git", "lfs", "fsck")).contains("OK");
  }

  @Test
  void countsALargeFileThatDiffersFromItsPointer() throws Exception {
    machine.run("/", "git", "clone", "-q", "file://" + upstream, "work");
    machine.write("/work/model.bin", "trained ".repeat(1000));
    assertThat(attributes(machine.capture(git))).containsEntry("modified", "1");
  }

  @Test
  void countsPointersWhoseContentWasNeverFetched() throws Exception {
    machine.run(
        "/",
        "git",
        "-c",
        "filter.lfs.smudge=",
        "-c",
        "filter.lfs.process=",
        "-c",
        "filter.lfs.required=false",
        "clone",
        "-q",
        "file://" + upstream,
        "work");
    assertThat(attributes(machine.capture(git)))
        .containsEntry("lfs", "true")
        .containsEntry("lfsPointers", "1")
        .doesNotContainKey("modified");
  }

  @Test
  void bringsGitLfssOwnHooksAndSettingsBack() throws Exception {
    machine.run("/", "git", "clone", "-q", "file://" + upstream, "work");
    machine.run("/work", "git", "lfs", "install", "--local");
    Capture capture = machine.capture(git);
    assertThat(capture.leftOut()).isEmpty();
    assertThat(capture.substitutes()).isEmpty();
    assertThat(capture.claims()).containsKey(TreePath.of("/work/.git/hooks/pre-push"));
  }
}
