package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.process.CommandException;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that want to run a program while we look at them; none may. */
class HostileRepositoryTest {
  @TempDir private Path folder;
  private TestMachine machine;
  private String touch = "";
  private final GitEcosystem git = new GitEcosystem();

  @BeforeEach
  void makeARepository() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"),
        "[user]\n\tname = A\n\temail = a@example.org\n[protocol \"file\"]\n\tallow = always\n");
    machine.beginSession(true);
    touch = "touch " + folder.resolve("executed");
    machine.run("/", "git", "init", "-q", "-b", "main", "work");
    machine.write("/work/tool.py", "print(1)\n");
    machine.run("/work", "git", "add", "-A");
    machine.run("/work", "git", "commit", "-q", "-m", "first");
  }

  /** Each test springs its own trap at its end, to show that there was one. */
  @AfterEach
  void theTrapWouldHaveWorked() {
    assertThat(folder.resolve("executed")).as("the trap works").exists();
  }

  private void configure(String path, String settings) throws Exception {
    machine.write(path, machine.read(path) + settings);
  }

  private Capture captureRunsNothing() throws Exception {
    String before = machine.changes().changed().toString();
    Capture capture = machine.capture(git);
    assertThat(folder.resolve("executed")).doesNotExist();
    assertThat(machine.changes().changed().toString()).isEqualTo(before);
    return capture;
  }

  private Entry work(Capture capture) {
    return capture.entries().stream()
        .filter(entry -> entry.key().name().equals("/work"))
        .findFirst()
        .orElseThrow();
  }

  private void springTheTrap(String folderOfIt, String... words) {
    try {
      machine.run(folderOfIt, words);
    } catch (CommandException e) {
      // It may well fail, as long as it runs what it was told to.
      assertThat(e).hasMessageContaining("git");
    }
  }

  /** The changed file has its old size, so that git has to look into it, and filter it. */
  @Test
  void settingsAndHooks() throws Exception {
    Path hook = machine.write("/work/.git/hooks/post-index-change", "#!/bin/sh\n" + touch + "\n");
    machine.run("/", "chmod", "+x", hook.toString());
    configure(
        "/work/.git/config",
        """
        [core]
          fsmonitor = TOUCH; echo
          pager = TOUCH
          sshCommand = TOUCH
          editor = TOUCH
          hooksPath = hooks
        [diff]
          external = TOUCH
        [diff "evil"]
          textconv = TOUCH
        [alias]
          status = !TOUCH
          st = status
        [credential]
          helper = !TOUCH
        [remote "origin"]
          url = https://git.example/tool.git
          partialclonefilter = blob:none
        """
            .replace("TOUCH", touch));
    machine.write("/work/tool.py", "print(7)\n");
    Capture capture = captureRunsNothing();
    assertThat(work(capture).attributes()).containsEntry("modified", "1");
    String config =
        new String(
            capture.substitutes().get(TreePath.of("/work/.git/config")), StandardCharsets.UTF_8);
    assertThat(config)
        .doesNotContain("touch")
        .contains("st = status", "url = https://git.example", "partialclonefilter = blob:none");
    assertThat(capture.leftOut().toString())
        .contains("/work/.git/hooks/post-index-change", "config:core.fsmonitor")
        .contains("config:core.hookspath", "config:alias.status", "config:credential.helper");
    springTheTrap("/work", "git", "status");
  }

  @Test
  void cleanFilters() throws Exception {
    configure("/work/.git/config", "[filter \"evil\"]\n\tclean = " + touch + "; cat\n");
    machine.write("/work/.gitattributes", "* filter=evil\n");
    machine.write("/work/tool.py", "print(7)\n");
    Capture capture = captureRunsNothing();
    assertThat(work(capture).attributes()).containsEntry("modified", "1");
    assertThat(capture.leftOut().toString()).contains("config:filter.evil.clean");
    springTheTrap("/work", "git", "status");
  }

  @Test
  void longRunningFilters() throws Exception {
    configure(
        "/work/.git/config", "[filter \"evil\"]\n\tprocess = " + touch + "\n\trequired = true\n");
    machine.write("/work/.git/info/attributes", "* filter=evil\n");
    machine.write("/work/tool.py", "print(7)\n");
    captureRunsNothing();
    springTheTrap("/work", "git", "status");
  }

  @Test
  void filtersWhoseNamesCannotBeWrittenOnACommandLine() throws Exception {
    configure("/work/.git/config", "[filter \"a=b\"]\n\tclean = " + touch + "; cat\n");
    machine.write("/work/.git/info/attributes", "* filter=a=b\n");
    machine.write("/work/tool.py", "print(7)\n");
    Entry work = work(captureRunsNothing());
    assertThat(work.version()).as("read from git's files instead").hasSize(40);
    assertThat(work.attributes()).containsEntry("branch", "main").doesNotContainKey("modified");
    springTheTrap("/work", "git", "status");
  }

  @Test
  void settingsFromAnIncludedFile() throws Exception {
    configure("/work/.git/config", "[include]\n\tpath = ../evil.config\n");
    machine.write("/work/evil.config", "[filter \"evil\"]\n\tclean = " + touch + "; cat\n");
    machine.write("/work/.gitattributes", "* filter=evil\n");
    machine.write("/work/tool.py", "print(7)\n");
    Capture capture = captureRunsNothing();
    assertThat(capture.leftOut().toString()).contains("config:include.path");
    springTheTrap("/work", "git", "status");
  }

  @Test
  void submodulesWithFiltersOfTheirOwn() throws Exception {
    machine.run("/", "git", "clone", "-q", "--bare", "file://" + machine.at("/work"), "other.git");
    machine.run(
        "/work", "git", "submodule", "add", "-q", "file://" + machine.at("/other.git"), "sub");
    configure("/work/.git/modules/sub/config", "[filter \"evil\"]\n\tclean = " + touch + "; cat\n");
    machine.write("/work/.git/modules/sub/info/attributes", "* filter=evil\n");
    machine.write("/work/sub/tool.py", "print(7)\n");
    captureRunsNothing();
    springTheTrap("/work", "git", "status");
  }

  @Test
  void partialClonesThatFetchThroughAProgram() throws Exception {
    machine.write("/work/new.py", "x\n");
    machine.run("/work", "git", "add", "new.py");
    configure(
        "/work/.git/config",
        "[remote \"origin\"]\n\turl = ext::"
            + touch
            + "\n\tpromisor = true\n"
            + "\tpartialclonefilter = tree:0\n[protocol \"ext\"]\n\tallow = always\n"
            + "[extensions]\n\tpartialClone = origin\n[core]\n\trepositoryformatversion = 1\n");
    String tree = machine.run("/work", "git", "rev-parse", "HEAD^{tree}").strip();
    Files.delete(
        machine.at("/work/.git/objects/" + tree.substring(0, 2) + "/" + tree.substring(2)));
    Capture capture = captureRunsNothing();
    assertThat(capture.leftOut().toString())
        .contains("config:remote.origin.url", "config:protocol.ext.allow");
    springTheTrap("/work", "git", "status");
  }

  @Test
  void worktreesThatLeadElsewhere() throws Exception {
    machine.write("/private/notes.txt", "x\n");
    configure("/work/.git/config", "[core]\n\tworktree = " + machine.at("/private") + "\n");
    Capture capture = captureRunsNothing();
    assertThat(capture.claims().keySet().toString()).doesNotContain("/private");
    machine.run("/", "sh", "-c", touch);
  }
}
