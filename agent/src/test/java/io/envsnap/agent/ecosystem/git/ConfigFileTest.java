package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.spec.redact.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads configuration as git does, and takes out what may not be recorded. */
class ConfigFileTest {
  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What git itself reads; empty when it refuses. */
  private Optional<List<String>> git(byte[] config) throws Exception {
    Path file = Files.write(folder.resolve("config"), config);
    CommandResult result =
        new SystemCommands()
            .run(Command.of("git", "config", "-f", file.toString(), "--list", "-z"));
    return result.succeeded() ? Optional.of(GitText.records(result.output())) : Optional.empty();
  }

  private static Optional<List<String>> ours(byte[] config) {
    return ConfigFile.parse(config)
        .map(file -> file.items().stream().map(item -> spoken(file, item)).toList());
  }

  /** As git prints it: without a value where none was written. */
  private static String spoken(ConfigFile file, ConfigFile.Item item) {
    String before = file.text().substring(item.start(), item.valueStart());
    byte[] value = item.setting().value().getBytes(StandardCharsets.ISO_8859_1);
    return item.setting().key()
        + (before.contains("=") ? "\n" + new String(value, StandardCharsets.UTF_8) : "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[core]\n\tbare = false\n",
        "[core] bare = false\n[a \"b c\"] x=1\n",
        "# comment\n; another\n[a]\nx = 1 # not part\ny = \"2 # part\" ; not\n",
        "[a]\nx = one \\\n  two\ny = \"quoted\\n\\t\\\"\\\\\"\n",
        "[a.B.c]\nname\nother=\n",
        "[a \"Case \\\"Kept\\\"\"]\nName-2 = v\n",
        "[a]\r\nx = 1\r\ny = 2\r\n",
        "[a]\nx = a  b   \n",
        "[a]\nx = \"  spaces kept  \"  \n",
        "[a]\nx = unterminated \"\n",
        "[a\nx = 1\n",
        "[a]\n1x = 1\n",
        "x = 1\n",
        "[a]\nx = bad \\q escape\n",
        "[a]\nx = 1",
        "[a]\nx = no newline \\",
        "",
        "[a]\nx = \u00fcml\u00e4ut \u2713\n",
        "[a][b]x=1\n"
      })
  void readsWhatGitReads(String config) throws Exception {
    assertThat(ours(bytes(config))).isEqualTo(git(bytes(config)));
  }

  @Test
  void readsArbitraryTextAsGitDoesOrRefusesIt() throws Exception {
    // No tabs: git up to 2.44 reads those between words as spaces, later ones keep them.
    String alphabet = "[]\"\\=#; \nabX1.-é";
    Random random = new Random(20261123);
    for (int round = 0; round < 1000; round++) {
      StringBuilder text = new StringBuilder("[a]\n");
      int length = random.nextInt(24);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      byte[] config = bytes(text.toString());
      Optional<List<String>> read = ours(config);
      // What we cannot read is left out as a whole, so refusing more than git does is safe.
      if (read.isPresent()) {
        assertThat(read).as("`%s`", text).isEqualTo(git(config));
      }
    }
  }

  @Test
  void leavesEveryOtherByteAlone() {
    String config =
        """
        ; kept
        [core]
        \tbare = false
        \tsshCommand = ssh -i key
        \tfsmonitor = true
        [remote "origin"]
        \turl = https://someone:s3cr3t@git.example/a.git  # kept too
        \tfetch = +refs/heads/*:refs/remotes/origin/*
        [http "https://git.example/"]
        \textraheader = AUTHORIZATION: basic c2VjcmV0
        [url "https://t0ken@git.example/"]
        \tinsteadOf = https://git.example/
        [alias]
        \tlg = log --oneline
        \tevil = "!rm -rf /"
        """;
    RecordedConfig clean = RecordedConfig.clean(bytes(config), false).orElseThrow();
    assertThat(new String(clean.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            ; kept
            [core]
            \tbare = false
            \tfsmonitor = true
            [remote "origin"]
            \turl = https://git.example/a.git  # kept too
            \tfetch = +refs/heads/*:refs/remotes/origin/*
            [http "https://git.example/"]
            [url "https://git.example/"]
            \tinsteadOf = https://git.example/
            [alias]
            \tlg = log --oneline
            """);
    assertThat(clean.programs()).containsExactly("alias.evil", "core.sshcommand");
    assertThat(clean.found())
        .extracting(Finding::need)
        .containsExactlyInAnyOrder(
            "`http.https://git.example/.extraheader` of git", "https://git.example");
  }

  @Test
  void removesASettingThatSharesItsLineWithAHeading() {
    RecordedConfig clean =
        RecordedConfig.clean(bytes("[core] pager = evil\n\tbare = false\n"), false).orElseThrow();
    assertThat(ours(clean.bytes())).isEqualTo(Optional.of(List.of("core.bare\nfalse")));
  }

  @Test
  void keepsProgramsOnlyWhenAsked() {
    byte[] config = bytes("[core]\n\tpager = less\n");
    assertThat(RecordedConfig.clean(config, true).orElseThrow().changed()).isFalse();
  }
}
