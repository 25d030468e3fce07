package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real repositories, made by real git. */
class GitEcosystemTest {
  private static final String USER = "[user]\n\tname = A Person\n\temail = person@example.org\n";

  @TempDir private Path folder;
  private TestMachine machine;
  private String upstream = "";
  private final GitEcosystem git = new GitEcosystem();

  @BeforeEach
  void makeAnUpstream() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"),
        USER + "[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n");
    upstream = Files.createDirectory(folder.resolve("root/../upstream")).normalize().toString();
    Files.writeString(Path.of(upstream, "README.md"), "a tool\n");
    Files.writeString(Path.of(upstream, ".gitignore"), "*.bin\n");
    machine.run("/", "git", "init", "-q", upstream);
    machine.run("/", "git", "-C", upstream, "add", "-A");
    machine.run("/", "git", "-C", upstream, "commit", "-q", "-m", "first");
    machine.run("/", "git", "-C", upstream, "tag", "v1");
    machine.beginSession(true);
  }

  private Entry only(Capture capture) {
    assertThat(capture.entries()).hasSize(1);
    return capture.entries().get(0);
  }

  private static String recorded(Capture capture, String path) {
    byte[] bytes = capture.substitutes().get(TreePath.of(path));
    return bytes == null ? "as it is" : new String(bytes, StandardCharsets.UTF_8);
  }

  private String head(String path) throws Exception {
    return machine.run("/", "git", "-C", path, "rev-parse", "HEAD").strip();
  }

  @Test
  void describesACloneWithItsBranchAndTags() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "work");
    Capture capture = machine.capture(git);
    Entry entry = only(capture);
    assertThat(entry.key().name()).isEqualTo("/work");
    assertThat(entry.version()).isEqualTo(head(upstream));
    assertThat(entry.attributes())
        .containsEntry("branch", "main")
        .containsEntry("upstream", "origin/main")
        .containsEntry("tags", "v1")
        .containsEntry("remote", upstream)
        .doesNotContainKeys("modified", "staged", "untracked", "stash", "ahead", "base");
    assertThat(capture.claims().keySet())
        .contains(
            TreePath.of("/work"),
            TreePath.of("/work/README.md"),
            TreePath.of("/work/.git"),
            TreePath.of("/work/.git/index"),
            TreePath.of("/work/.git/HEAD"));
    assertThat(capture.claims()).containsOnlyKeys(machine.changes().changed().keySet());
  }

  @Test
  void takesALocalCloneForNoChangeOfItsSource() throws Exception {
    machine.run("/", "git", "clone", "-q", "--no-hardlinks", upstream, "source");
    machine.beginSession(true);
    machine.run("/", "git", "clone", "-q", "source", "work");
    assertThat(machine.changes().changed().keySet().toString()).contains("/source/.git/objects");
    assertThat(only(machine.capture(git)).key().name()).isEqualTo("/work");
  }

  @Test
  void countsWhatIsDirtyStagedUntrackedAndStashed() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "work");
    machine.write("/work/README.md", "stash me\n");
    machine.run("/work", "git", "stash", "-q");
    machine.write("/work/new.py", "print(1)\n");
    machine.run("/work", "git", "add", "new.py");
    machine.run("/work", "git", "commit", "-q", "-m", "second");
    machine.write("/work/staged.py", "print(2)\n");
    machine.run("/work", "git", "add", "staged.py");
    machine.write("/work/README.md", "changed\n");
    machine.write("/work/notes.txt", "mine\n");
    machine.write("/work/weights.bin", "ignored\n");
    Capture capture = machine.capture(git);
    assertThat(only(capture).attributes())
        .containsEntry("modified", "1")
        .containsEntry("staged", "1")
        .containsEntry("untracked", "1")
        .containsEntry("stash", "1")
        .containsEntry("ahead", "1");
    assertThat(capture.claims().keySet())
        .contains(TreePath.of("/work/notes.txt"), TreePath.of("/work/staged.py"))
        .doesNotContain(TreePath.of("/work/weights.bin"));
  }

  @Test
  void keepsTokensOutOfWhatIsRecorded() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "work");
    machine.run(
        "/work", "git", "remote", "set-url", "origin", "https://user:t0ken@git.example/a/b.git");
    Capture capture = machine.capture(git);
    Entry entry = only(capture);
    assertThat(entry.attribute("remote")).isEqualTo("https://git.example/a/b.git");
    assertThat(recorded(capture, "/work/.git/config"))
        .doesNotContain("t0ken")
        .contains("https://git.example/a/b.git");
    assertThat(capture.needs()).hasSize(1);
    assertThat(capture.needs().get(0).need()).isEqualTo("https://git.example");
    assertThat(capture.needs().get(0).purpose()).isEqualTo("git /work");
  }

  @Test
  void recordsARepositoryOnAMountByRemoteAndCommit() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "drive");
    machine.mount("/drive");
    Capture capture = machine.capture(git);
    assertThat(only(capture).version()).isEqualTo(head(upstream));
    assertThat(only(capture).attributes())
        .containsOnly(entry("branch", "main"), entry("mounted", "true"), entry("remote", upstream));
    assertThat(capture.claims()).isEmpty();
  }

  @Test
  void recordsOfRepositoriesOnADriveOnlyThoseThatTheSessionUsed() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "drive/MyDrive/old");
    machine.beginSession(true);
    machine.run("/", "git", "clone", "-q", upstream, "drive/MyDrive/used");
    machine.run("/", "git", "clone", "-q", upstream, "drive/far/too/deep");
    machine.mount("/drive");
    Capture capture = machine.capture(git);
    assertThat(only(capture).key().name()).isEqualTo("/drive/MyDrive/used");
    assertThat(only(capture).attributes()).containsEntry("mounted", "true");
    assertThat(capture.claims()).isEmpty();
  }

  @Test
  void readsGitsFilesWhereGitIsMissing() throws Exception {
    machine.run("/", "git", "clone", "-q", upstream, "work");
    Repository work =
        new RepositoryFinder(machine.tree()).at(TreePath.of("/work/.git")).orElseThrow();
    RepositoryState state =
        new RepositoryReader(
                machine.tree(),
                command -> {
                  throw new io.envsnap.agent.process.CommandException("`git` is not installed");
                })
            .read(work);
    assertThat(state.head()).isEqualTo(head(upstream));
    assertThat(state.attributes()).containsEntry("branch", "main").containsKey("remote");
    assertThat(state.files()).isEqualTo(Optional.empty());
  }
}
