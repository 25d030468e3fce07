package io.envsnap.agent.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.files.FilesEcosystem;
import io.envsnap.agent.ecosystem.git.GitEcosystem;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte that git and files record holds a token, and each token is named as a need. */
class SecretsStayBehindTest {
  /** A token's form, put together so that this file holds none. */
  private static final String TOKEN = "ghp_" + "STANDINTOKEN0123456789abcdefABCDEF012345";

  @TempDir private Path folder;
  private TestMachine machine;
  private Capture git = Capture.NOTHING;
  private Capture files = Capture.NOTHING;

  @BeforeEach
  void beginASession() throws Exception {
    machine = new TestMachine(folder);
    Files.writeString(
        folder.resolve("home/.gitconfig"), "[user]\n\tname = A\n\temail = a@example.org\n");
    machine.write("/content/sample/a", "a\n");
    machine.beginSession(true);
    machine.run("/content", "git", "init", "-q", "-b", "main", "work");
    machine.write("/content/work/train.py", "import os\n");
    machine.run("/content/work", "git", "add", "-A");
    machine.run("/content/work", "git", "commit", "-q", "-m", "first");
  }

  private void capture() throws Exception {
    git = machine.capture(new GitEcosystem());
    Set<TreePath> answered = new HashSet<>(git.claims().keySet());
    answered.addAll(git.absorbed());
    files = machine.capture(new FilesEcosystem(), answered);
    for (Capture capture : Set.of(git, files)) {
      assertThat(capture.entries().toString()).doesNotContain(TOKEN);
      assertThat(capture.needs().toString()).doesNotContain(TOKEN);
      assertThat(capture.leftOut().toString()).doesNotContain(TOKEN);
      for (TreePath path : capture.claims().keySet()) {
        assertThat(recorded(capture, path)).as("%s", path).doesNotContain(TOKEN);
      }
    }
  }

  private String recorded(Capture capture, TreePath path) throws IOException {
    byte[] substitute = capture.substitutes().get(path);
    Optional<byte[]> bytes =
        substitute == null ? machine.tree().read(path, 1 << 26) : Optional.of(substitute);
    return new String(bytes.orElse(new byte[0]), StandardCharsets.ISO_8859_1);
  }

  private static Set<String> needs(Capture capture) {
    Set<String> needs = new HashSet<>();
    for (Need need : capture.needs()) {
      needs.add(need.need() + " for " + need.purpose());
    }
    return needs;
  }

  @Test
  void fromConfigurationAndLogsOfARepository() throws Exception {
    String url = "https://someone:" + TOKEN + "@git.example/team/work.git";
    machine.run("/content/work", "git", "remote", "add", "origin", url);
    machine.run(
        "/content/work", "git", "config", "http.extraheader", "Authorization: Basic " + TOKEN);
    machine.run(
        "/content/work",
        "git",
        "config",
        "url.https://" + TOKEN + "@git.example/.insteadOf",
        "https://git.example/");
    machine.write(
        "/content/work/.git/logs/HEAD",
        machine
            .read("/content/work/.git/logs/HEAD")
            .replace("commit (initial)", "clone: from " + url));
    machine.write(
        "/content/work/.git/FETCH_HEAD", "0".repeat(40) + "\t\tbranch 'main' of " + url + "\n");
    capture();
    assertThat(needs(git))
        .contains("https://git.example for git /content/work")
        .contains("`http.extraheader` of git for git /content/work");
    assertThat(git.entries().get(0).attribute("remote"))
        .isEqualTo("https://git.example/team/work.git");
    machine = machine.next();
    machine.place(git);
    assertThat(machine.run("/content/work", "git", "remote", "-v"))
        .contains("https://git.example/team/work.git (fetch)");
    assertThat(machine.run("/content/work", "git", "reflog"))
        .contains("clone: from https://git.example/");
    assertThat(machine.run("/content/work", "git", "status", "--porcelain")).isEmpty();
  }

  @Test
  void fromFilesOfAWorktree() throws Exception {
    machine.write("/content/work/train.py", "TOKEN = \"" + TOKEN + "\"\n");
    machine.write("/content/work/.env", "HF=" + TOKEN + "\n");
    machine.write("/content/work/kaggle.json", "{\"username\":\"a\",\"key\":\"" + TOKEN + "\"}\n");
    capture();
    assertThat(files.substitutes())
        .containsOnlyKeys(TreePath.of("/content/work/train.py"), TreePath.of("/content/work/.env"));
    assertThat(files.leftOut())
        .extracting(LeftOut::path)
        .containsExactly("/content/work/kaggle.json");
    assertThat(needs(files)).contains("/content/work/kaggle.json for Kaggle");
    assertThat(git.entries().get(0).attributes()).containsEntry("modified", "1");
  }

  @Test
  void fromFilesOfNobody() throws Exception {
    machine.write(
        "/root/.gitconfig", "[url \"https://" + TOKEN + "@git.example/\"]\n\tinsteadOf = a\n");
    machine.write("/root/.bashrc", "export HF_TOKEN=" + TOKEN + "\nalias ll='ls -l'\n");
    machine.write(
        "/content/key.pem",
        "-----BEGIN " + "PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(4));
    machine.write("/content/dump.bin", "\0\0\0 " + TOKEN + " \0");
    capture();
    assertThat(recorded(files, TreePath.of("/root/.bashrc")))
        .contains("alias ll='ls -l'")
        .contains("export HF_TOKEN=");
    assertThat(files.leftOut())
        .extracting(LeftOut::path)
        .containsExactlyInAnyOrder("/content/key.pem", "/content/dump.bin");
    assertThat(needs(files)).hasSizeGreaterThanOrEqualTo(3);
  }
}
