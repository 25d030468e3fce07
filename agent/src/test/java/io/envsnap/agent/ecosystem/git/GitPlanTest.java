package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of recorded repositories on machines that already have something there. */
class GitPlanTest {
  @TempDir private Path folder;
  private TestMachine machine;
  private String upstream = "";
  private final GitEcosystem git = new GitEcosystem();

  @BeforeEach
  void makeAnUpstream() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"), "[user]\n\tname = A\n\temail = a@example.org\n");
    upstream = Files.createDirectory(folder.resolve("upstream")).toString();
    machine.run("/", "git", "init", "-q", "-b", "main", upstream);
    Files.writeString(Path.of(upstream, "tool.py"), "print(1)\n");
    Files.writeString(Path.of(upstream, "old.py"), "print(0)\n");
    machine.run("/", "git", "-C", upstream, "add", "-A");
    machine.run("/", "git", "-C", upstream, "commit", "-q", "-m", "first");
    machine.beginSession(true);
  }

  private void cloneUpstream() throws Exception {
    machine.run("/", "git", "clone", "-q", "file://" + upstream, "work");
  }

  private Capture clonedAndChanged() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "rm", "-q", "old.py");
    machine.write("/work/tool.py", "print(2)\n");
    machine.run("/work", "git", "commit", "-q", "-a", "-m", "mine");
    machine.write("/work/notes.txt", "mine\n");
    return machine.capture(git);
  }

  private static String spoken(List<RestoreStep> steps) {
    StringBuilder text = new StringBuilder();
    for (RestoreStep step : steps) {
      if (step instanceof RestoreStep.Place place) {
        text.append("place keeping ").append(place.keep());
      } else if (step instanceof RestoreStep.Remove remove) {
        text.append("remove ").append(remove.paths());
      } else if (step instanceof RestoreStep.Refuse refuse) {
        text.append("refuse, rung ").append(refuse.rung()).append(": ").append(refuse.reason());
      } else if (step instanceof RestoreStep.Merge) {
        // What it does to a configuration is OwnSettingsTest's.
        continue;
      } else {
        text.append(step);
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void comesBackOnAnEmptyMachineAndOnceMoreAndAfterACut() throws Exception {
    Capture capture = clonedAndChanged();
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping []\n");
    machine.place(capture);
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping []\n");
    Files.delete(machine.at("/work/tool.py"));
    Files.delete(machine.at("/work/.git/HEAD"));
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping []\n");
  }

  @Test
  void comesBackAfterGitHasRefreshedItsIndex() throws Exception {
    Capture capture = clonedAndChanged();
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    machine.place(capture);
    machine.run("/work", "git", "status");
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping []\n");
  }

  @Test
  void leavesWorkOfThisSessionAlone() throws Exception {
    Capture capture = clonedAndChanged();
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    cloneUpstream();
    machine.write("/work/tool.py", "print(3)\n");
    assertThat(spoken(machine.plan(git, wanted)))
        .isEqualTo("refuse, rung 4: this session has a repository of its own at `/work`\n");
    machine.run("/work", "git", "commit", "-q", "-a", "-m", "not pushed");
    assertThat(spoken(machine.plan(git, wanted))).startsWith("refuse");
  }

  @Test
  void replacesAnUnchangedCloneOfTheSameRepository() throws Exception {
    Capture capture = clonedAndChanged();
    String before = machine.run("/work", "git", "status", "--porcelain=v2", "--branch");
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    cloneUpstream();
    machine.write("/work/envsnap.lock.yaml", "untracked here, unknown there\n");
    List<RestoreStep> steps = machine.plan(git, wanted);
    assertThat(spoken(steps)).isEqualTo("remove [/work/old.py]\nplace keeping []\n");
    Files.delete(machine.at("/work/old.py"));
    machine.place(capture);
    Files.delete(machine.at("/work/envsnap.lock.yaml"));
    assertThat(machine.run("/work", "git", "status", "--porcelain=v2", "--branch"))
        .isEqualTo(before);
  }

  @Test
  void leavesARepositoryAloneThatCameBackAndWasWorkedOnAndPushed() throws Exception {
    cloneUpstream();
    Capture capture = machine.capture(git);
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    machine.place(capture);
    machine.write("/work/tool.py", "print(5)\n");
    machine.run("/work", "git", "commit", "-q", "-a", "-m", "pushed");
    machine.run("/work", "git", "push", "-q", "origin", "HEAD:refs/heads/other");
    machine.run("/work", "git", "fetch", "-q");
    assertThat(spoken(machine.plan(git, wanted))).startsWith("refuse");
  }

  @Test
  void leavesAnIgnoredFileAloneThatTheRecordedStateTracks() throws Exception {
    cloneUpstream();
    machine.write("/work/out.txt", "tracked there\n");
    machine.run("/work", "git", "add", "out.txt");
    Wanted wanted = machine.wanted(machine.capture(git));
    machine = machine.next();
    cloneUpstream();
    machine.write("/work/.git/info/exclude", "out.txt\n");
    machine.write("/work/out.txt", "the work of an hour\n");
    assertThat(spoken(machine.plan(git, wanted))).startsWith("refuse");
  }

  @Test
  void givesACloneWithSubmodulesWayAsAWhole() throws Exception {
    String part = Files.createDirectory(folder.resolve("part")).toString();
    machine.run("/", "git", "init", "-q", "-b", "main", part);
    Files.writeString(Path.of(part, "part.py"), "print(1)\n");
    machine.run("/", "git", "-C", part, "add", "-A");
    machine.run("/", "git", "-C", part, "commit", "-q", "-m", "first");
    List<String> add = new java.util.ArrayList<>(List.of("git", "-C", upstream));
    add.addAll(List.of("-c", "protocol.file.allow=always", "submodule", "--quiet", "add"));
    add.addAll(List.of("file://" + part, "part"));
    machine.run("/", add.toArray(String[]::new));
    machine.run("/", "git", "-C", upstream, "commit", "-q", "-m", "part");
    cloneWithParts();
    machine.write("/work/part/part.py", "print(2)\n");
    Wanted wanted = machine.wanted(machine.capture(git));
    machine = machine.next();
    cloneWithParts();
    assertThat(spoken(machine.plan(git, wanted))).doesNotContain("refuse");
    machine.write("/work/tool.py", "print(9)\n");
    assertThat(spoken(machine.plan(git, wanted)))
        .isEqualTo(
            """
            refuse, rung 4: this session has a repository of its own at `/work`
            refuse, rung 4: its data belongs to `/work`, which stays
            """);
  }

  private void cloneWithParts() throws Exception {
    machine.run(
        "/",
        "git",
        "-c",
        "protocol.file.allow=always",
        "clone",
        "-q",
        "--recurse-submodules",
        "file://" + upstream,
        "work");
  }

  @Test
  void leavesABareRepositoryOfThisSessionAlone() throws Exception {
    machine.run("/", "git", "clone", "-q", "--bare", "file://" + upstream, "bare.git");
    Wanted wanted = machine.wanted(machine.capture(git));
    machine = machine.next();
    machine.run("/", "git", "init", "-q", "--bare", "bare.git");
    assertThat(spoken(machine.plan(git, wanted))).startsWith("refuse");
  }

  @Test
  void leavesCredentialsThatWereGivenAgainWhereTheyAre() throws Exception {
    cloneUpstream();
    machine.run("/work", "git", "config", "http.https://git.example/.extraHeader", "X: secret1");
    machine.run("/work", "git", "config", "core.sshCommand", "ssh -i key");
    Wanted wanted = machine.wanted(machine.capture(git));
    List<RestoreStep> steps = machine.plan(git, wanted);
    assertThat(spoken(steps)).isEqualTo("place keeping []\n");
    assertThat(steps.get(0))
        .isInstanceOfSatisfying(
            RestoreStep.Place.class,
            place -> assertThat(place.settled()).contains(TreePath.of("/work/.git/config")));
  }

  @Test
  void leavesAnUnchangedCloneOfAnotherRepositoryAlone() throws Exception {
    Capture capture = clonedAndChanged();
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    cloneUpstream();
    machine.run("/work", "git", "remote", "set-url", "origin", "https://git.example/other.git");
    assertThat(spoken(machine.plan(git, wanted))).startsWith("refuse");
  }

  @Test
  void keepsOtherFilesThatAreInTheWay() throws Exception {
    Capture capture = clonedAndChanged();
    Wanted wanted = machine.wanted(capture);
    machine = machine.next();
    machine.write("/work/notes.txt", "written here\n");
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping [/work/notes.txt]\n");
  }

  @Test
  void needsTheSameImageForARepositoryOfTheImage() throws Exception {
    cloneUpstream();
    machine.beginSession(true);
    machine.write("/work/tool.py", "print(2)\n");
    machine.run("/work", "git", "commit", "-q", "-a", "-m", "mine");
    Capture capture = machine.capture(git);
    assertThat(capture.entries().get(0).attribute("base")).startsWith("sha256:");
    Wanted wanted = machine.wanted(capture);
    assertThat(spoken(machine.plan(git, wanted))).isEqualTo("place keeping []\n");
    machine = machine.next();
    assertThat(spoken(machine.plan(git, wanted)))
        .isEqualTo("refuse, rung 4: the image's own part of `/work` is not the same here\n");
  }

  @Test
  void writesNothingThatASnapshotOfSomebodyElseSmugglesIn() throws Exception {
    Capture capture = clonedAndChanged();
    machine.write("/work/.git/hooks/post-checkout", "#!/bin/sh\nevil\n");
    machine.write("/etc/cron.d/evil", "* * * * * root evil\n");
    Capture asked = machine.capture(new GitEcosystem(true));
    Wanted wanted = machine.wanted(asked);
    EntryKey key = capture.entries().get(0).key();
    List<ClaimedNode> nodes = new java.util.ArrayList<>(wanted.nodesOf(key));
    nodes.add(
        new ClaimedNode(
            new io.envsnap.spec.snapshot.TreeNode.Deleted(TreePath.of("/etc/cron.d/evil")),
            key,
            io.envsnap.spec.snapshot.Placement.CONTENT));
    Wanted hostile = new Wanted(wanted.entries(), Map.of(key, nodes), Map.of(), wanted.base());
    machine = machine.next();
    assertThat(spoken(machine.plan(git, hostile)))
        .isEqualTo("place keeping [/work/.git/hooks/post-checkout, /etc/cron.d/evil]\n");
    assertThat(spoken(machine.plan(new GitEcosystem(true), wanted)))
        .isEqualTo("place keeping []\n");
  }

  @Test
  void refusesNamesAndRemotesThatCannotBeRight() throws Exception {
    Wanted wanted = machine.wanted(clonedAndChanged());
    Entry entry = wanted.entries().get(0);
    SortedMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.put("remote", "ext::sh -c evil");
    Entry remote = new Entry(entry.key(), entry.version(), true, entry.artifacts(), attributes);
    EntryKey key = new EntryKey(git.id(), "repositories", "", "/work/../etc");
    Entry name = new Entry(key, "", true, List.of(), new TreeMap<>());
    assertThat(
            spoken(
                machine.plan(
                    git,
                    new Wanted(List.of(remote, name), wanted.nodes(), Map.of(), wanted.base()))))
        .isEqualTo(
            """
            refuse, rung 4: its remote `ext::sh -c evil` would run a program
            refuse, rung 4: `/work/../etc` names no repository
            """);
  }

  @Test
  void saysWhatItWouldNeedWithoutASnapshot() throws Exception {
    Wanted wanted = machine.wanted(clonedAndChanged());
    Wanted bare = new Wanted(wanted.entries(), Map.of(), Map.of(), wanted.base());
    assertThat(spoken(machine.plan(git, bare))).contains("Present");
    machine = machine.next();
    assertThat(spoken(machine.plan(git, bare)))
        .isEqualTo("refuse, rung 4: its files are not in the snapshot\n");
  }
}
