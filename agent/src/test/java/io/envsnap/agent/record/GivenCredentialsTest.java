package io.envsnap.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.lockfile.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenCredentialsTest {
  private static final String GIVE = "`~/.netrc`, or a credential helper of git";

  @Test
  void whatCommandsWereGivenIsNeededForThemOnceEach() {
    assertThat(
            GivenCredentials.of(
                List.of(
                    start(1, "pip", "python3 -m pip install -i https://a.example/s x"),
                    line(1, "pip", JournalLine.Phase.NEED, "https://a.example"),
                    start(2, "pip", "pip install -i https://a.example/s y"),
                    line(2, "pip", JournalLine.Phase.NEED, "https://a.example"),
                    start(3, "git", "git clone https://git.example/a.git"),
                    line(3, "git", JournalLine.Phase.NEED, "https://git.example", "by hand"),
                    start(4, "uv", "uv pip sync"),
                    line(4, "uv", JournalLine.Phase.NEED, "https://u.example"),
                    start(5, "apt", "apt-get install jq"))))
        .containsExactly(
            new Need("https://a.example", "the command `pip install`", GIVE),
            new Need("https://git.example", "the command `git clone`", "by hand"),
            new Need("https://u.example", "the command `uv pip sync`", GIVE))
        .allMatch(GivenCredentials::isOfCommand);
  }

  @Test
  void whatFilesNeedIsNoNeedOfACommand() {
    assertThat(GivenCredentials.isOfCommand(new Need("~/.netrc", "git /content/a", "x"))).isFalse();
  }

  @Test
  void aNeedOfAProcessWhoseBeginningIsLostIsToldAllTheSame() {
    assertThat(
            GivenCredentials.of(
                List.of(line(9, "pip", JournalLine.Phase.NEED, "https://a.example"))))
        .containsExactly(new Need("https://a.example", "the command `pip`", GIVE));
  }

  private static JournalLine start(long pid, String by, String words) {
    return line(pid, by, JournalLine.Phase.START, "/", words.replace(' ', JournalLine.WORDS));
  }

  private static JournalLine line(long pid, String by, JournalLine.Phase phase, String... fields) {
    return new JournalLine(by, phase, new ProcessKey("b00", pid, 7), 0, 8, List.of(fields));
  }
}
