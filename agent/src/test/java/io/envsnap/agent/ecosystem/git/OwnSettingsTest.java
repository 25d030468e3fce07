package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A recorded configuration runs nothing by itself, and takes no credential from this machine. */
class OwnSettingsTest {
  private static final String RECORDED =
      """
      [core]
      \tbare = false
      [remote "origin"]
      \turl = https://git.example/a.git
      \tfetch = +refs/heads/*:refs/remotes/origin/*
      """;

  private static String merge(String present, String recorded) {
    OwnSettings own = OwnSettings.of(bytes(present), false);
    String merged = new String(own.merge(bytes(recorded)), StandardCharsets.ISO_8859_1);
    assertThat(own.merge(bytes(merged)))
        .as("applied to its own result")
        .isEqualTo(merged.getBytes(StandardCharsets.ISO_8859_1));
    return merged;
  }

  private static Optional<byte[]> bytes(String text) {
    return Optional.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void anHonestConfigurationStaysAsItIs() {
    assertThat(merge("", RECORDED)).isEqualTo(RECORDED);
  }

  @Test
  void whatASnapshotWouldRunIsTakenOut() {
    String hostile =
        RECORDED + "[core]\n\tfsmonitor = evil\n[alias]\n\tst = !evil\n\tco = checkout\n";
    assertThat(merge("", hostile)).isEqualTo(RECORDED + "[core]\n[alias]\n\tco = checkout\n");
  }

  @Test
  void anAddressKeepsTheCredentialThatItHasHere() {
    String here = RECORDED.replace("https://", "https://user:s3cret-token@");
    assertThat(merge(here, here)).isEqualTo(here);
    assertThat(merge(here, RECORDED + "[user]\n\temail = a@example.org\n"))
        .contains("url = https://user:s3cret-token@git.example/a.git\n\tfetch")
        .contains("email = a@example.org");
    assertThat(merge(here, RECORDED.replace("a.git", "b.git")))
        .as("another address is another matter")
        .doesNotContain("s3cret");
  }

  @Test
  void whatThisMachineRunsAndSendsStays() {
    String here =
        """
        [http "https://git.example/"]
        \textraHeader = "X-Token: a; b \\"c\\""
        [core]
        \tsshCommand = ssh -i key
        """;
    assertThat(merge(here, RECORDED))
        .isEqualTo(
            RECORDED
                + "[http \"https://git.example/\"]\n\textraheader = \"X-Token: a; b \\\"c\\\"\"\n"
                + "[core]\n\tsshcommand = \"ssh -i key\"\n");
  }

  @Test
  void theOrderOfThisMachinesSettingsDoesNotMatter() {
    String here =
        "[core]\n\tsshCommand = ssh -i key\n" + RECORDED.replace("https://", "https://t0k3n@");
    assertThat(merge(here, RECORDED))
        .contains("url = https://t0k3n@git.example/a.git")
        .endsWith("[core]\n\tsshcommand = \"ssh -i key\"\n");
  }

  @Test
  void whatGitCannotReadIsLeftToGit() {
    assertThat(merge("", "[core\n")).isEqualTo("[core\n");
  }
}
