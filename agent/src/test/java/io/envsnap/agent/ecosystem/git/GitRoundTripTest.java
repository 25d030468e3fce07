package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.process.CommandException;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a restore git says word for word what it said before. */
class GitRoundTripTest {
  @TempDir private Path folder;
  private TestMachine machine;
  private String upstream = "";
  private final GitEcosystem git = new GitEcosystem();

  @BeforeEach
  void makeAnUpstream() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"),
        """
        [user]
          name = A Person
          email = person@example.org
        [init]
          defaultBranch = main
        [protocol "file"]
          allow = always
        [advice]
          detachedHead = false
        """);
    upstream = Files.createDirectory(folder.resolve("upstream")).toString();
    machine.run("/", "git", "init", "-q", upstream);
    commitUpstream("README.md", "one\n");
    commitUpstream("tool.py", "print(1)\n");
    commitUpstream("README.md", "two\n");
    machine.beginSession(true);
  }

  private void commitUpstream(String file, String text) throws Exception {
    Files.writeString(Path.of(upstream, file), text);
    machine.run("/", "git", "-C", upstream, "add", "-A");
    machine.run("/", "git", "-C", upstream, "commit", "-q", "-m", file + " says " + text.strip());
  }

  private void cloneUpstream(String... options) throws Exception {
    List<String> words = new java.util.ArrayList<>(List.of("git", "clone", "-q"));
    words.addAll(List.of(options));
    words.addAll(List.of("file://" + upstream, "work"));
    machine.run("/", words.toArray(String[]::new));
  }

  /** All that git says of a repository. */
  private static String said(TestMachine machine, String path) throws CommandException {
    StringBuilder said = new StringBuilder();
    for (String question :
        List.of(
            "status --porcelain=v2 --branch --show-stash --untracked-files=all",
            "diff",
            "diff --cached",
            "stash list -p",
            "for-each-ref",
            "reflog --all",
            "log --all --oneline --graph",
            "ls-files --stage",
            "submodule status --recursive",
            "worktree list",
            "fsck --full --no-progress",
            "rev-parse --is-shallow-repository",
            "remote -v")) {
      said.append("$ ").append(question).append('\n');
      String[] words = ("git " + question).split(" ", -1);
      said.append(machine.run(path, words));
    }
    return said.toString();
  }

  private Capture comesBack(String... paths) throws Exception {
    StringBuilder before = new StringBuilder();
    for (String path : paths) {
      before.append(said(machine, path));
    }
    Capture capture = machine.capture(git);
    machine = machine.next();
    machine.place(capture);
    StringBuilder after = new StringBuilder();
    for (String path : paths) {
      after.append(said(machine, path));
    }
    assertThat(after.toString()).isEqualTo(before.toString());
    return capture;
  }

  private static Entry entry(Capture capture, String path) {
    return capture.entries().stream()
        .filter(one -> one.key().name().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(TestMachine.spoken(capture)));
  }

  @Test
  void dirtyStagedUntrackedAndStashed() throws Exception {
    cloneUpstream();
    machine.write("/work/README.md", "stashed\n");
    machine.run("/work", "git", "stash", "-q");
    machine.write("/work/staged.py", "x\n");
    machine.run("/work", "git", "add", "staged.py");
    machine.write("/work/staged.py", "changed after staging\n");
    machine.run("/work", "git", "rm", "-q", "--cached", "tool.py");
    machine.run("/work", "chmod", "+x", "README.md");
    machine.write("/work/notes/a b\n.txt", "odd name\n");
    assertThat(entry(comesBack("/work"), "/work").attributes())
        .containsEntry("stash", "1")
        .containsEntry("staged", "2")
        .containsEntry("modified", "2")
        .containsEntry("untracked", "2");
  }

  @Test
  void detachedHead() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "checkout", "-q", "HEAD~1");
    assertThat(entry(comesBack("/work"), "/work").attributes())
        .containsEntry("detached", "true")
        .doesNotContainKey("branch");
  }

  @Test
  void unbornBranch() throws Exception {
    machine.run("/", "git", "init", "-q", "new");
    machine.write("/new/first.txt", "x\n");
    machine.run("/new", "git", "add", "first.txt");
    String before = machine.run("/new", "git", "status", "--porcelain=v2", "--branch");
    Capture capture = machine.capture(git);
    assertThat(entry(capture, "/new").version()).isEmpty();
    assertThat(entry(capture, "/new").attributes())
        .containsEntry("branch", "main")
        .containsEntry("staged", "1");
    machine = machine.next();
    machine.place(capture);
    assertThat(machine.run("/new", "git", "status", "--porcelain=v2", "--branch"))
        .isEqualTo(before);
  }

  @Test
  void rebaseThatStoppedAtAConflict() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "checkout", "-q", "-b", "mine", "HEAD~1");
    machine.write("/work/README.md", "mine\n");
    machine.run("/work", "git", "commit", "-q", "-a", "-m", "mine");
    try {
      machine.run("/work", "git", "rebase", "main");
    } catch (CommandException e) {
      assertThat(e).hasMessageContaining("could not apply");
    }
    Capture capture = comesBack("/work");
    assertThat(entry(capture, "/work").attributes())
        .containsEntry("doing", "rebase")
        .containsEntry("conflicts", "1")
        .doesNotContainKey("modified");
    machine.run("/work", "git", "checkout", "--theirs", "README.md");
    machine.run("/work", "git", "add", "README.md");
    machine.run("/work", "git", "-c", "core.editor=true", "rebase", "--continue");
    assertThat(machine.read("/work/README.md")).isEqualTo("mine\n");
  }

  @Test
  void submoduleWithChangesOfItsOwn() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "submodule", "add", "-q", "file://" + upstream, "libs/sub");
    machine.write("/work/libs/sub/tool.py", "print(2)\n");
    Capture capture = comesBack("/work", "/work/libs/sub");
    assertThat(entry(capture, "/work").attributes()).containsEntry("submodules", "1");
    Entry sub = entry(capture, "/work/libs/sub");
    assertThat(sub.key().kind()).isEqualTo("submodules");
    assertThat(sub.requested()).isFalse();
    assertThat(sub.attributes())
        .containsEntry("modified", "1")
        .containsEntry("data", "/work/.git/modules/libs/sub");
    assertThat(capture.claims().get(TreePath.of("/work/.git/modules/libs/sub/HEAD")).entry())
        .isEqualTo(sub.key());
  }

  @Test
  void linkedWorktree() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "worktree", "add", "-q", "-b", "other", "../other");
    machine.write("/other/tool.py", "print(3)\n");
    Capture capture = comesBack("/work", "/other");
    Entry other = entry(capture, "/other");
    assertThat(other.key().kind()).isEqualTo("worktrees");
    assertThat(other.attributes()).containsEntry("branch", "other").containsEntry("modified", "1");
  }

  @Test
  void shallowClone() throws Exception {
    cloneUpstream("--depth=2");
    assertThat(entry(comesBack("/work"), "/work").attributes()).containsEntry("shallow", "2");
  }

  @Test
  void partialAndSparseClone() throws Exception {
    machine.run("/", "git", "-C", upstream, "config", "uploadpack.allowFilter", "true");
    cloneUpstream("--filter=blob:none", "--sparse");
    machine.run("/work", "git", "config", "remote.origin.url", "file:///gone");
    Capture capture = machine.capture(git);
    assertThat(entry(capture, "/work").attributes())
        .containsEntry("partial", "blob:none")
        .containsEntry("sparse", "true");
  }

  @Test
  void bareMirror() throws Exception {
    machine.run("/", "git", "clone", "-q", "--mirror", "file://" + upstream, "mirror.git");
    Capture capture = machine.capture(git);
    Entry mirror = entry(capture, "/mirror.git");
    assertThat(mirror.attributes()).containsEntry("bare", "true").containsEntry("branch", "main");
    assertThat(mirror.version()).hasSize(40);
    assertThat(capture.claims()).containsOnlyKeys(machine.changes().changed().keySet());
  }

  @Test
  void repositoryInsideAnother() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "clone", "-q", "file://" + upstream, "inner");
    Capture capture = comesBack("/work", "/work/inner");
    assertThat(capture.claims().get(TreePath.of("/work/inner/tool.py")).entry().name())
        .isEqualTo("/work/inner");
  }

  @Test
  void changeThatOnlyTheIndexsOwnTimeGivesAway() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "config", "core.trustctime", "false");
    machine.run("/work", "git", "config", "core.checkStat", "minimal");
    machine.run("/work", "touch", "-d", "2020-01-01", "tool.py");
    machine.run("/work", "git", "update-index", "--refresh");
    // Same size and same time as git remembers: only because the index is no newer than the file
    // does git look into it (git, Documentation/technical/racy-git.txt).
    machine.write("/work/tool.py", "print(7)\n");
    machine.run("/work", "touch", "-d", "2020-01-01", "tool.py", ".git/index");
    Capture capture = machine.capture(git);
    assertThat(entry(capture, "/work").attributes()).containsEntry("modified", "1");
    machine = machine.next();
    machine.place(capture);
    String[] status = {"git", "--no-optional-locks", "status", "--porcelain"};
    assertThat(machine.run("/work", status)).isEqualTo(" M tool.py\n");
    machine.run("/work", "touch", ".git/index");
    assertThat(machine.run("/work", status))
        .as("with another time on the index the change is lost")
        .isEmpty();
  }

  @Test
  void lockOfAKilledGitStaysBehind() throws Exception {
    cloneUpstream();
    machine.write("/work/.git/index.lock", "half");
    machine.write("/work/.git/refs/heads/main.lock", "");
    machine.write("/work/.git/objects/pack/tmp_pack_AbCdEf", "half");
    machine.write("/work/Cargo.lock", "mine");
    Capture capture = machine.capture(git);
    assertThat(capture.absorbed())
        .containsExactlyInAnyOrder(
            TreePath.of("/work/.git/index.lock"),
            TreePath.of("/work/.git/refs/heads/main.lock"),
            TreePath.of("/work/.git/objects/pack/tmp_pack_AbCdEf"));
    machine = machine.next();
    machine.place(capture);
    machine.run("/work", "git", "add", "Cargo.lock");
  }
}
