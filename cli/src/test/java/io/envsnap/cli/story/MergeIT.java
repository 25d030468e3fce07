package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lockfiles that two people changed, in a real repository whose git merges them with envsnap. */
@NeedsVm
class MergeIT {
  private static final String REPOSITORY =
      """
      mkdir -p /content/$1 && cd /content/$1 && git init -q -b main .
      git config user.name Ada && git config user.email ada@mail.example
      git config merge.envsnap.driver \
        'java -jar /opt/envsnap/envsnap.jar merge %O %A %B --output %A'
      echo 'envsnap.lock.yaml merge=envsnap' > .gitattributes
      cat > envsnap.lock.yaml <<'END'
      version: 1
      base:
        os: debian 12
        architecture: x86_64
        taken: true
      pip:
        packages:
          - {name: keras, version: "3.12.0", requested: true}
          - {name: numpy, version: "2.0.0"}
          - {name: torch, version: "2.8.0", requested: true}
      END
      git add . && git commit -qm base && git switch -qc theirs
      """;

  @TempDir private static Path store;
  private static FreshVm vm;

  @BeforeAll
  static void boot() {
    vm = new Machines(store).next();
  }

  @AfterAll
  static void close() {
    vm.close();
  }

  private static VmResult merge(String name, String theirs, String ours) {
    return vm.sh(
        "set -- "
            + name
            + "\n"
            + REPOSITORY
            + "edit() { sed -i \"$1\" envsnap.lock.yaml && git commit -qam \"$1\"; }\n"
            + "edit '"
            + theirs
            + "'; git switch -q main; edit '"
            + ours
            + "'\ngit merge theirs -m merged");
  }

  @Test
  void neighbouringLinesThatGitAloneCannotMergeAreMerged() {
    merge("clean", "s/2.0.0/2.1.0/", "s/2.8.0/2.9.0/").expect(0);
    VmResult lockfile = vm.sh("cd /content/clean && git status --porcelain && cat *.yaml");
    assertThat(lockfile.expect(0).text())
        .contains("numpy, version: \"2.1.0\"", "torch, version: \"2.9.0\"")
        .doesNotContain("<<<<", "UU");
    VmResult alone =
        vm.sh(
            """
            cd /content/clean && git config --unset merge.envsnap.driver
            git switch -q --detach HEAD^1 && git merge theirs -m again\
            """);
    assertThat(alone.exit()).isNotZero();
  }

  @Test
  void twoUpgradesOfOnePackageAreLeftToAPerson() {
    VmResult merge = merge("both", "s/2.8.0/2.9.0/", "s/2.8.0/2.10.0/");
    assertThat(merge.exit()).isEqualTo(1);
    assertThat(merge.errorText()).contains("! pip torch: 2.10.0 in ours, 2.9.0 in theirs");
    assertThat(vm.sh("cd /content/both && git status --porcelain").text())
        .contains("UU envsnap.lock.yaml");
    VmResult show = Machines.envsnap(vm, "show /content/both/envsnap.lock.yaml");
    assertThat(show.exit()).isEqualTo(10);
    assertThat(show.errorText()).contains("a merge has left two versions there");
    vm.sh("cd /content/both && sed -i '/^<<<</d; /^====/,/^>>>>/d' envsnap.lock.yaml").expect(0);
    assertThat(Machines.envsnap(vm, "show /content/both/envsnap.lock.yaml").expect(0).text())
        .contains("torch 2.10.0");
  }

  @Test
  void whatIsNoLockfileIsLeftAsItWas() {
    vm.sh("mkdir -p /content/bad && cd /content/bad && echo '{' > a && echo 'keep' > out")
        .expect(0);
    VmResult merge =
        Machines.envsnap(vm, "merge /content/bad/a /content/bad/a /content/bad/a -o bad/out");
    assertThat(merge.exit()).isEqualTo(10);
    assertThat(vm.sh("cat /content/bad/out").text()).isEqualTo("keep\n");
  }
}
