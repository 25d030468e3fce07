package io.envsnap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.cli.config.Environment;
import io.envsnap.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line answers before it looks at any machine. */
class CommandLineTest {
  private static final String ALL =
      "record restore status log stop list show export verify prune share unshare login logout diff"
          + " merge doctor warm-up help";

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String lost = "";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          recrod                    | `recrod` is no command of envsnap | Did you mean `record`?
          frobnicate                | `frobnicate` is no command        | `envsnap help` lists the commands
          help recrod               | `recrod` is no command of envsnap | Did you mean `record`?
          restore --dry-rum         | `envsnap restore` has no option `--dry-rum` | Did you mean `--dry-run`?
          record --dry-run          | `envsnap record` has no option `--dry-run`  | It is an option of
          record --frobnicate       | has no option `--frobnicate`      | `envsnap help record` lists
          record -s /x              | has no option `-s`                | Did you mean `--save-every` or `--store`?
          record --stroe=/x         | has no option `--stroe`           | Did you mean `--store`?
          --store /x list           | `--store` stands before the command | `envsnap record --store`
          --frobnicate list         | envsnap has no option `--frobnicate` | `envsnap help`
          record --store            | `--store` needs a value           | Write `--store STORE`
          restore --only            | `--only` needs a value            | Write `--only WHAT`
          record --file-limit       | `--file-limit` needs a value      | Write `--file-limit SIZE`
          record --name a --name b  | `--name` is given twice           | Leave one of them out
          list --json=yes           | `--json` takes no value, and was given `yes` | Write `--json` alone
          record extra              | `extra` is one word too many for `envsnap record` | It takes options only
          show a b                  | `b` is one word too many for `envsnap show` | It takes one word
          restore a b               | `b` is one word too many          | comes after `--`
          record --file-limit huge  | `--file-limit` is `huge`, which is no size | `500M`
          record --name a/b         | `a/b` cannot be the name          | such as `main`
          """)
  void whatMakesNoSenseIsToldInOneSentenceWithAHint(String typed, String sentence, String hint) {
    assertThat(run(typed.split(" +"))).isEqualTo(2);
    assertThat(errors()).hasSize(3);
    assertThat(errors().get(0)).startsWith("error: ").contains(sentence);
    assertThat(errors().get(1)).isEmpty();
    assertThat(errors().get(2)).startsWith("hint: ").contains(hint);
    assertThat(text()).isEmpty();
  }

  @Test
  void aLineWithoutACommandSaysWhereToBegin() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("error: No command was given")
        .contains("envsnap record")
        .contains("envsnap help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--store",
        "--name",
        "--lockfile",
        "--file-limit",
        "--total-limit",
        "--save-every"
      })
  void anEmptyValueIsASlip(String option) {
    assertThat(run("record", option, "")).isEqualTo(2);
    assertThat(errors().get(0)).isEqualTo("error: `" + option + "` is empty");
    assertThat(run("record", option + "=")).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void verifyKnowsNoStoreFromAnEmptyOne() {
    assertThat(run("verify", "--store", "")).isEqualTo(2);
    assertThat(errors().get(0)).isEqualTo("error: `--store` is empty");
  }

  @Test
  void anEmptySettingOfTheFileIsASlipToo() throws IOException {
    Files.writeString(folder.resolve("envsnap.yaml"), "store: \"\"\n");
    assertThat(run("list")).isEqualTo(2);
    assertThat(errors().get(0)).contains("`store` in `envsnap.yaml` is empty");
  }

  @Test
  void everyCommandHasHelpWithThreeExamples() {
    for (String command : ALL.split(" ")) {
      out.reset();
      assertThat(run("help", command)).isZero();
      String help = text();
      assertThat(help).startsWith("Usage: envsnap " + command);
      String examples = help.substring(help.indexOf("Examples:"));
      assertThat(examples.lines().filter(line -> line.contains("envsnap")).count())
          .as(command)
          .isGreaterThanOrEqualTo(3);
      out.reset();
      assertThat(run(command, "--help")).isZero();
      assertThat(text()).isEqualTo(help);
    }
    assertThat(err.size()).isZero();
  }

  @Test
  void helpAloneListsAllCommands() {
    assertThat(run("help")).isZero();
    String help = text();
    for (String command : ALL.split(" ")) {
      assertThat(help).containsPattern("\n  " + command + " ");
    }
    out.reset();
    assertThat(run("--help")).isZero();
    assertThat(text()).isEqualTo(help);
  }

  @Test
  void anErrorIsAnObjectForAProgram() {
    assertThat(run("record", "--json", "--name", "a b")).isEqualTo(2);
    assertThat(text())
        .startsWith("{")
        .contains("\"type\":\"error\"")
        .contains("\"exit\":2")
        .contains("`a b` cannot be the name");
    out.reset();
    assertThat(run("list", "--jsno", "--json")).isEqualTo(2);
    assertThat(text()).contains("\"type\":\"error\"");
  }

  @Test
  void whatStandsBehindTheDashesIsAnotherProgramsBusiness() {
    assertThat(run("restore", "a", "b", "--", "train", "--json")).isEqualTo(2);
    assertThat(text()).isEmpty();
  }

  @Test
  void lostOutputIsAFailure() {
    lost = "No space left on device";
    assertThat(run("help")).isEqualTo(1);
    assertThat(errors().get(0)).contains("could be written: No space left on device");
  }

  private int run(String... words) {
    err.reset();
    Environment environment =
        new Environment(
            Map.of("HOME", folder.toString(), "ENVSNAP_STATE", folder + "/state"),
            folder,
            false,
            false,
            List.of());
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            () -> lost);
    return EnvsnapCommand.run(words, environment, console);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> errors() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
