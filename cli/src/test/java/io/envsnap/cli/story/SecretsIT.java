package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret of a session is anywhere in what is written, and what needed it is named. */
@NeedsVm
class SecretsIT {
  private static final String TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String SESSION =
      """
      set -e
      cd /content
      git clone -q ${GIT_BASE/:\\/\\//:\\/\\/user:$TOKEN@}/private.git private
      mkdir -p ~/.kaggle ~/.ssh
      echo '{"username":"someone","key":"'$KEY'"}' > ~/.kaggle/kaggle.json && chmod 600 ~/.kaggle/kaggle.json
      printf 'machine git.example login me password '$TOKEN'\\n' > ~/.netrc
      echo "export GITHUB_TOKEN=$TOKEN" >> ~/.bashrc
      echo "git push https://user:$TOKEN@git.example/a" > ~/.bash_history
      ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519 2>/dev/null || echo '-----BEGIN OPENSSH PRIVATE KEY-----' > ~/.ssh/id_ed25519
      useradd -m ada && echo 'ada:secret-pass-1' | chpasswd
      echo "deb [trusted=yes] https://user:$TOKEN@archive.example stable main" > /etc/apt/sources.list.d/private.list
      echo 'kept' > /content/notes.txt
      """;

  @TempDir private Path store;

  @Test
  void nothingThatIsWrittenHoldsASecretAndEachNeedIsNamed() {
    try (GitServer git = GitServer.start()) {
      git.create("private", Map.of("a.txt", "content\n"));
      git.protect("private", TOKEN);
      VmResult recorded;
      try (FreshVm a = new Machines(store).first()) {
        a.sh(SESSION, Map.of("GIT_BASE", git.url(), "TOKEN", TOKEN, "KEY", KEY)).expect(0);
        recorded = Machines.envsnap(a, "record --once --store /store").expect(0);
        VmResult lockfile = a.sh("cat /content/envsnap.lock.yaml").expect(0);
        String everything =
            a.sh(
                    """
                    cat /content/envsnap.lock.yaml
                    find /var/lib/envsnap -type f -exec cat {} +
                    find /store -type f -name '*.zst' -exec zstd -dcf {} +
                    find /store -type f ! -name '*.zst' -exec cat {} +
                    """)
                .expect(0)
                .text();
        assertThat(everything + recorded.errorText() + recorded.text())
            .doesNotContain(TOKEN)
            .doesNotContain(KEY)
            .doesNotContain("PRIVATE KEY")
            .doesNotContain("$y$");
        assertThat(lockfile.text())
            .contains("credentials:")
            .contains("127.0.0.1")
            .contains("kaggle")
            .contains(".netrc");
      }
    }
    try (FreshVm b = new Machines(store).next()) {
      VmResult restored = Machines.envsnap(b, "restore --store /store");
      assertThat(restored.exit()).isZero();
      assertThat(restored.errorText()).contains("Needs a credential");
      b.sh("test -f /content/private/a.txt && git -C /content/private status --porcelain")
          .expect(0);
      assertThat(b.sh("git -C /content/private remote get-url origin").expect(0).text())
          .startsWith("http://127.0.0.1:");
      b.sh("test -e /root/.kaggle/kaggle.json || test -e /root/.netrc").expect(1);
      assertThat(b.sh("cat /content/notes.txt; id -un ada").expect(0).text())
          .isEqualTo("kept\nada\n");
    }
  }
}
