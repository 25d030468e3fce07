package io.envsnap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandWordsTest {
  @Test
  void keepsEverythingBehindTheDashesForTheCommand() {
    CommandWords words =
        CommandWords.split(
            List.of("main", "python3", "-u", "train.py"),
            List.of("restore", "main", "--", "python3", "-u", "train.py"));
    assertThat(words.own()).containsExactly("main");
    assertThat(words.command()).containsExactly("python3", "-u", "train.py");
  }

  @Test
  void takesOnlyTheFirstDashesForItself() {
    CommandWords words =
        CommandWords.split(
            List.of("sh", "-c", "x", "--", "y"),
            List.of("restore", "--", "sh", "-c", "x", "--", "y"));
    assertThat(words.own()).isEmpty();
    assertThat(words.command()).containsExactly("sh", "-c", "x", "--", "y");
  }

  @Test
  void hasNoCommandWithoutDashes() {
    assertThat(CommandWords.split(List.of("main"), List.of("restore", "main")).command()).isEmpty();
  }
}
