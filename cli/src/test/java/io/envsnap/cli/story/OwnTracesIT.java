package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording and restoring are not seen in what they record and restore. */
@NeedsVm
class OwnTracesIT {
  private static final String STATUS = "git -C /content status --porcelain --ignored";
  private static final String COMMIT =
      "git add -A && git -c user.name=a -c user.email=a@example.invalid commit -qm ";
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --no-install-recommends libcap2-bin >/dev/null
      cd /content && git init -q -b main . && echo 1 > code && %s one
      cp /bin/true /usr/local/bin/lent && chmod 4755 /usr/local/bin/lent
      cp /bin/true /usr/local/bin/able && setcap cap_net_raw+ep /usr/local/bin/able
      """
          .formatted(COMMIT);

  @TempDir private Path store;

  @Test
  void aWorktreeStaysAsCleanAsItWasAndPrivilegesOfNoPackageAreNamed() {
    try (FreshVm a = new Machines(store).first()) {
      a.sh(SESSION).expect(0);
      String first = recorded(a);
      assertThat(recorded(a)).as("the second lockfile").isEqualTo(first);
      assertThat(a.sh(STATUS).expect(0).text()).isEqualTo("?? envsnap.lock.yaml\n");
      assertThat(first).doesNotContain("untracked").doesNotContain("modified");

      a.sh("cd /content && " + COMMIT + " lockfile").expect(0);
      String committed = recorded(a);
      assertThat(recorded(a)).as("the second one after a commit").isEqualTo(committed);
      assertThat(committed).contains("fromIndex: envsnap.lock.yaml").doesNotContain("modified");
    }
    try (FreshVm b = new Machines(store).next()) {
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(3);
      assertThat(restored.errorText())
          .contains("/usr/local/bin/lent")
          .contains("/usr/local/bin/able");
      assertThat(b.sh(STATUS).expect(0).text()).isEmpty();
      assertThat(b.sh("git -C /content log -1 --format=%s").expect(0).text())
          .isEqualTo("lockfile\n");
      assertThat(b.sh("cd /usr/local/bin && stat -c '%a %U' lent able && getcap lent able").text())
          .isEqualTo("755 root\n755 root\n");
      b.sh("/usr/local/bin/lent && cmp /bin/true /usr/local/bin/able").expect(0);
      assertThat(b.sh("ls -A /root /tmp").expect(0).lines())
          .doesNotContain(".cache")
          .noneMatch(line -> line.contains("envsnap"));
      assertThat(Machines.envsnap(b, "restore --store /store --json").expect(3).text())
          .contains("\"files\":0");
    }
  }

  @Test
  void aRecordThatSeesTheSameSaysSoAndOneByteMoreIsSeen() {
    String unchanged = "Nothing has changed";
    try (FreshVm a = new Machines(store).first()) {
      a.sh("mkdir -p /content/work && cd /content/work && echo one > file && mkfifo -m 600 pipe")
          .expect(0);
      // Only what is older than two seconds is known to hold still.
      a.sh("sleep 3").expect(0);
      String first = recorded(a);
      for (int again = 0; again < 2; again++) {
        assertThat(Machines.envsnap(a, "record --once --store /store").expect(0).errorText())
            .contains(unchanged);
        assertThat(a.sh("cat /content/envsnap.lock.yaml").expect(0).text().strip())
            .isEqualTo(first);
      }
      a.sh("rm /content/envsnap.lock.yaml && sleep 3").expect(0);
      assertThat(recorded(a)).as("the lockfile comes back").isEqualTo(first);
      a.sh(
              "cd /content/work && touch -r file /tmp/time && echo two > file && touch -r /tmp/time"
                  + " file")
          .expect(0);
      assertThat(Machines.envsnap(a, "record --once --store /store").expect(0).errorText())
          .doesNotContain(unchanged);
      a.sh("sleep 3").expect(0);
      recorded(a);
      a.sh("truncate -s -1 /store/packs/*").expect(0);
      VmResult mended = Machines.envsnap(a, "record --once --store /store").expect(0);
      assertThat(mended.errorText()).contains("is not whole in the store");
    }
    try (FreshVm b = new Machines(store).next()) {
      Machines.envsnap(b, "restore --store /store").expect(0);
      assertThat(b.sh("cat /content/work/file").expect(0).text()).isEqualTo("two\n");
    }
  }

  private static String recorded(FreshVm vm) {
    Machines.envsnap(vm, "record --once --store /store").expect(0);
    List<String> lines = vm.sh("cat /content/envsnap.lock.yaml").expect(0).lines();
    return String.join("\n", lines);
  }
}
