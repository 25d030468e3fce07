package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The next machine has repositories already where recorded ones shall come back: nothing that was
 * done there is lost, and whatever stays is named.
 */
@NeedsVm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitCornersIT {
  private static final String TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
  private static final String CLONE =
      """
      set -e
      git config --global user.name A; git config --global user.email a@example.invalid
      git config --global init.defaultBranch main; git config --global protocol.file.allow always
      cd /content
      clone() { git clone -q $GIT_BASE/proj.git "$1"; }
      """;

  private static final String SESSION =
      CLONE
          + """
          for r in same older dirty committed stashed ignored worked other files bare family; do clone $r; done
          rm -rf bare; git clone -q --bare $GIT_BASE/proj.git bare
          for r in same older dirty committed stashed ignored worked other files; do
            (cd $r; echo mine > mine.txt; git add mine.txt; git commit -qm mine; echo changed > README.md; echo note > note.txt)
          done
          (cd ignored; git add note.txt; git commit -qm note)
          (cd family; git worktree add -q ../family-tree; cd ../family-tree; git commit -q --allow-empty -m mine)
          git clone -q ${GIT_BASE/:\\/\\//:\\/\\/user:$TOKEN@}/proj.git token
          (cd token; git config core.sshCommand 'ssh -i key'; git config alias.st status; git config alias.sh '!id'
           git config pull.rebase true; printf '#!/bin/sh\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit)
          git clone -q $GIT_BASE/proj.git drive/MyDrive/used
          """;

  private static final String NEXT =
      CLONE
          + """
          git clone -q $GIT_BASE/proj.git upstream
          (cd upstream; echo newer > newer.txt; git add .; git commit -qm newer)
          for r in same dirty committed stashed other family; do clone $r; done
          clone older; git -C older reset -q --hard HEAD; git -C older pull -q
          (cd dirty; echo work > README.md)
          (cd committed; echo work > w; git add w; git commit -qm w)
          (cd stashed; echo work > README.md; git stash -q)
          clone ignored; (cd ignored; echo note.txt > .git/info/exclude; echo work > note.txt)
          rm -rf other; git clone -q upstream other; mkdir files; echo work > files/README.md
          git init -q --bare bare
          (cd family; echo work > README.md)
          git clone -q ${GIT_BASE/:\\/\\//:\\/\\/user:$TOKEN@}/proj.git token
          git -C token config credential.helper store
          """;

  private final Map<String, String> recorded = new HashMap<>();
  private GitWorld world;
  private FreshVm a;
  private FreshVm b;
  private VmResult restored;
  private Path drive;

  @BeforeAll
  void play(@TempDir Path folder) throws Exception {
    world = new GitWorld();
    drive = Files.createDirectories(folder.resolve("drive"));
    Path store = Files.createDirectories(folder.resolve("store"));
    Map<String, String> environment = new HashMap<>(world.environment());
    environment.put("TOKEN", TOKEN);
    a = FreshVm.boot(new Machines(store).spec().share(drive, "/content/drive"));
    a.sh(SESSION, environment).expect(0);
    Machines.envsnap(a, "record -q --once --store /store").expect(0);
    for (String name : "same older worked token".split(" ")) {
      recorded.put(name, said(a, name));
    }
    b = new Machines(store).first();
    b.sh(NEXT, environment).expect(0);
    restored = Machines.envsnap(b, "restore --store /store");
  }

  @AfterAll
  void end() {
    a.close();
    b.close();
    world.close();
  }

  private static String said(FreshVm vm, String name) {
    return vm.sh(
            "cd /content/"
                + name
                + " && git status --porcelain=v2 --branch && git log --all --oneline && git fsck")
        .expect(0)
        .text();
  }

  @Test
  void anUnchangedCloneGivesWay() {
    for (String name : "same older token".split(" ")) {
      assertThat(said(b, name)).isEqualTo(recorded.get(name));
    }
  }

  @Test
  void whatWasDoneOnThisMachineStaysAndIsNamed() {
    assertThat(restored.exit()).isEqualTo(3);
    for (String name : "dirty committed stashed ignored other bare family family-tree".split(" ")) {
      assertThat(restored.errorText()).contains("/content/" + name + " ");
    }
    assertThat(b.sh("cd /content; cat dirty/README.md committed/w ignored/note.txt").text())
        .isEqualTo("work\nwork\nwork\n");
    assertThat(b.sh("git -C /content/stashed stash list").lines()).hasSize(1);
    assertThat(b.sh("cat /content/files/README.md; git -C /content/other log --oneline").text())
        .startsWith("work\n")
        .contains("newer");
    assertThat(b.sh("git -C /content/bare for-each-ref").expect(0).text()).isEmpty();
    b.sh("test -e /content/family-tree").expect(1);
    b.sh("cd /content; for r in dirty committed stashed other family bare; do git -C $r fsck; done")
        .expect(0);
  }

  @Test
  void aCloneKeepsItsCredentialAndNothingRecordedRunsAProgram() {
    String config = b.sh("git -C /content/token config --local -l").expect(0).text();
    assertThat(config)
        .contains("user:" + TOKEN + "@", "credential.helper=store", "pull.rebase=true")
        .contains("alias.st=status")
        .doesNotContain("sshcommand", "alias.sh");
    b.sh("test -e /content/token/.git/hooks/pre-commit").expect(1);
    b.sh("git -C /content/token pull").expect(0);
  }

  @Test
  void onTheRecordedMachineNothingIsTakenAway() {
    VmResult again = Machines.envsnap(a, "restore --store /store --json").expect(0);
    assertThat(again.text()).contains("\"files\":0");
    assertThat(a.sh("git -C /content/token config --local -l").text())
        .contains("user:" + TOKEN + "@", "core.sshcommand", "alias.sh");
    a.sh("test -x /content/token/.git/hooks/pre-commit").expect(0);
  }

  @Test
  void workSinceARestoreIsNotRolledBack() {
    b.sh("cd /content/worked && git add -A && git commit -qm go-on && git push -q origin HEAD:on")
        .expect(0);
    String before = said(b, "worked");
    VmResult again = Machines.envsnap(b, "restore --store /store").expect(3);
    assertThat(again.errorText()).contains("/content/worked ");
    assertThat(said(b, "worked")).isEqualTo(before).isNotEqualTo(recorded.get("worked"));
  }

  @Test
  void aRepositoryOnADriveIsNamedWhereTheDriveIsNotThere() {
    assertThat(a.sh("cat /content/envsnap.lock.yaml").text())
        .contains("/content/drive/MyDrive/used");
    assertThat(restored.errorText()).contains("/content/drive/MyDrive/used ");
  }
}
