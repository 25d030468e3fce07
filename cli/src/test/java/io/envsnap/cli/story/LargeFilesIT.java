package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories with LFS files, whose content is nowhere but on their server and in a snapshot. */
@NeedsVm
@PlayedElsewhere
class LargeFilesIT {
  private static final String TOOL =
      "apt-get install -y -qq --no-install-recommends git-lfs >/dev/null";

  private static final String SESSION =
      "set -e; "
          + TOOL
          + """

          export GIT_AUTHOR_NAME=A GIT_COMMITTER_NAME=A GIT_AUTHOR_EMAIL=a@mail.example \
            GIT_COMMITTER_EMAIL=a@mail.example
          cd /content && git clone -q $GIT_BASE/models.git seed && cd seed
          git lfs track '*.bin' >/dev/null && mkdir data
          head -c 300000 /dev/urandom > a.bin && head -c 5000 /dev/urandom > 'data/b c.bin'
          git add -A && git commit -qm models && git push -q origin main && cd .. && rm -rf seed
          git clone -q $GIT_BASE/models.git models
          git clone -q $GIT_BASE/models.git edited && echo more >> edited/a.bin
          GIT_LFS_SKIP_SMUDGE=1 git clone -q $GIT_BASE/models.git pointers
          """;

  private static final String STATE =
      """
      cd /content && for r in models edited pointers; do
        git -C $r rev-parse HEAD; git -C $r status --porcelain --branch; git -C $r lfs ls-files
        (cd $r && sha256sum *.bin data/*.bin | sed "s/^/$r /"; ls .git/hooks | grep -v sample)
        git -C $r config filter.lfs.process
      done
      """;

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static GitServer git;
  private static String largest;
  private static List<String> state;

  @BeforeAll
  static void record() {
    git = GitServer.start();
    git.create("models", Map.of("train.py", "print(1)\n"));
    try (FreshVm a = new Machines(store).first()) {
      Machines.envsnap(a, "record --once -q --store /store");
      a.sh(SESSION, Map.of("GIT_BASE", git.url())).expect(0);
      largest = a.sh("sha256sum < /content/models/a.bin").text().substring(0, 64);
      state = a.sh(STATE).expect(0).lines();
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
  }

  @AfterAll
  static void close() {
    git.close();
  }

  private FreshVm teammate(VmSpec spec) {
    FreshVm b = FreshVm.boot(spec);
    b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
    return b;
  }

  /** Nobody else has what was never committed. */
  private static List<String> committed() {
    return state.stream()
        .filter(line -> !line.startsWith(" M") && !line.matches("edited .* a\\.bin"))
        .toList();
  }

  @Test
  void theirContentComesFromTheServerByTheGitLfsThatComesWithThePackages() {
    try (FreshVm b = teammate(new Machines(elsewhere).spec())) {
      assertThat(Machines.envsnap(b, "restore --only git").expect(4).errorText())
          .contains("`git /content/models`", "this machine has no `git-lfs`");
      VmResult restored = Machines.envsnap(b, "restore").expect(3);
      assertThat(restored.errorText())
          .contains("git /content/edited", "uncommitted work", "git /content/pointers")
          .doesNotContain("git /content/models");
      assertThat(b.sh(STATE).lines())
          .containsAll(committed())
          .contains("edited " + largest + "  a.bin");
      b.sh("cd /content/models && git lfs fsck && git checkout -q HEAD~1 && git checkout -q main")
          .expect(0);
      b.sh("cd /content/models && echo " + largest + "  a.bin | sha256sum -c").expect(0);
      assertThat(Machines.envsnap(b, "restore --json").expect(3).text())
          .contains("\"restored\":0,");
    }
  }

  @Test
  void whatTheServerLostIsNamedBeforeAnythingIsChanged() {
    try (FreshVm tools = FreshVm.boot(new Machines(elsewhere).spec())) {
      tools.sh(TOOL).expect(0);
      tools.powerCut();
      git.forgetLargeFile("models", largest);
      try (FreshVm b = teammate(new Machines(elsewhere).spec().over(tools))) {
        VmResult refused = Machines.envsnap(b, "restore --only git").expect(4);
        assertThat(refused.errorText())
            .contains("git /content/models", "git-lfs got no content of `a.bin`", "--best-effort")
            .doesNotContain("git /content/pointers");
        b.sh("ls -d /content/models /content/pointers").expect(2);
        Machines.envsnap(b, "restore --best-effort --only git").expect(3);
        b.sh("test -d /content/pointers && test ! -e /content/models").expect(0);
        git.findLargeFile("models", largest);
        Machines.envsnap(b, "restore --only git:/content/models").expect(0);
        b.sh("cd /content/models && echo " + largest + "  a.bin | sha256sum -c").expect(0);
      }
    }
  }

  @Test
  void theSnapshotHasItsContentAndWhatWasChangedInIt() {
    try (FreshVm b = new Machines(store).next()) {
      Machines.envsnap(b, "restore -q --store /store").expect(0);
      assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
      assertThat(Machines.envsnap(b, "restore --json --store /store").expect(0).text())
          .contains("\"restored\":0,");
    }
  }
}
