package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.CredentialFile.Treatment;
import io.envsnap.spec.snapshot.TreePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/root/.netrc",
        "/home/me/.git-credentials",
        "/root/.ssh/id_ed25519",
        "/root/.kaggle/kaggle.json",
        "/content/kaggle.json",
        "/root/.huggingface/token",
        "/root/.cache/huggingface/token",
        "/root/.aws/credentials",
        "/root/.config/gcloud/legacy/a/adc.json",
        "/content/.config/credentials.db",
        "/root/.pypirc",
        "/root/.docker/config.json",
        "/root/.config/rclone/rclone.conf",
        "/root/.config/gh/hosts.yml",
        "/etc/apt/auth.conf",
        "/etc/apt/auth.conf.d/ppa.conf",
        "/root/.databrickscfg"
      })
  void withholdsWhatHoldsNothingElse(String path) {
    assertThat(CredentialFiles.of(TreePath.of(path)))
        .hasValueSatisfying(file -> assertThat(file.treatment()).isEqualTo(Treatment.WITHHOLD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/root/.npmrc",
        "/root/.config/pip/pip.conf",
        "/etc/pip.conf",
        "/etc/apt/sources.list.d/ppa.list",
        "/root/.gitconfig",
        "/content/project/.env"
      })
  void cleansSettings(String path) {
    assertThat(CredentialFiles.of(TreePath.of(path)))
        .hasValueSatisfying(file -> assertThat(file.treatment()).isEqualTo(Treatment.SUBSTITUTE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/root/.ssh/id_ed25519.pub",
        "/root/.ssh/known_hosts",
        "/root/.cache/huggingface/hub/token",
        "/content/netrc",
        "/content/my.pem",
        "/content/kaggle.json.txt",
        "/opt/etc/apt/auth.conf",
        "/root/.config/gcloud",
        "/"
      })
  void knowsNothingOfOthers(String path) {
    assertThat(CredentialFiles.of(TreePath.of(path))).isEmpty();
  }

  @Test
  void eachIsFoundWhereItsOwnPatternSays() {
    for (CredentialFile file : CredentialFiles.ALL) {
      String below = file.pattern().replace("**", "a/b").replace("*", "c");
      TreePath path = TreePath.of(below.startsWith("/") ? below : "/root/" + below);
      assertThat(CredentialFiles.of(path).map(CredentialFile::treatment))
          .as(file.pattern())
          .contains(file.treatment());
    }
  }

  @Test
  void saysHowToGiveItAgain() {
    TreePath path = TreePath.of("/root/.cache/huggingface/token");
    assertThat(CredentialFiles.of(path).map(file -> file.need(path)))
        .contains(new Need(path.value(), "Hugging Face", "`HF_TOKEN`, or `hf auth login`"));
  }
}
