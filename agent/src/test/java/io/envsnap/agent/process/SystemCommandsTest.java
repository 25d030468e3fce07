package io.envsnap.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SystemCommandsTest {
  private static final byte NUL = 0;
  private final SystemCommands commands = new SystemCommands();

  private static Command shell(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void givesStatusOutputAndErrors() throws CommandException {
    CommandResult result = commands.run(shell("echo out; echo err >&2; exit 3"));

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.lines()).containsExactly("out");
    assertThat(result.error()).isEqualTo("err\n");
  }

  @Test
  void handsOverOnlyAFixedSmallEnvironment() throws CommandException {
    List<String> lines =
        commands.run(Command.of("env").with(Map.of("ONE", "1", "LC_ALL", "C"))).lines();

    assertThat(lines)
        .hasSize(5)
        .as("and git tells no trace of what envsnap itself asks it")
        .contains("ONE=1", "LC_ALL=C", "GIT_TRACE2_EVENT=0")
        .anyMatch(line -> line.startsWith("PATH=/usr/local/sbin:"))
        .anyMatch(line -> line.startsWith("HOME=/"));
  }

  @Test
  void runsInTheRootFolderOrWhereItIsTold(@TempDir Path folder) throws Exception {
    assertThat(commands.run(Command.of("pwd")).lines()).containsExactly("/");
    assertThat(commands.run(Command.of("pwd").in(folder.toRealPath())).lines())
        .containsExactly(folder.toRealPath().toString());
    assertThatThrownBy(() -> commands.run(Command.of("pwd").in(folder.resolve("none"))))
        .isInstanceOf(CommandException.class)
        .hasMessageEndingWith("there is no folder");
  }

  @Test
  void givesWordsAsTheyAreToNoShell() throws CommandException {
    assertThat(commands.run(Command.of("printf", "%s|", "a b", "$HOME", "", "é;*")).text())
        .isEqualTo("a b|$HOME||é;*|");
  }

  @Test
  void feedsInputAndOtherwiseAnEmptyOne() throws CommandException {
    byte[] much = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);

    assertThat(commands.run(Command.of("cat").reading(much)).output()).isEqualTo(much);
    assertThat(commands.run(Command.of("cat")).output()).isEmpty();
  }

  @Test
  void doesNotMindAProgramThatLeavesItsInput() throws CommandException {
    byte[] much = new byte[1_000_000];

    assertThat(commands.run(Command.of("true").reading(much)).succeeded()).isTrue();
  }

  @Test
  void saysInOneSentenceThatAProgramIsNotInstalled() {
    assertThatThrownBy(() -> commands.run(Command.of("no-such-program", "x")))
        .isInstanceOf(CommandException.class)
        .hasMessage("`no-such-program` is not installed");
    assertThatThrownBy(() -> commands.run(Command.of("/no/such/program")))
        .hasMessage("`/no/such/program` is not there or cannot be run");
    assertThatThrownBy(() -> new SystemCommands(Map.of("PATH", "/nowhere")).run(shell("true")))
        .hasMessage("`sh` is not installed");
  }

  @Test
  void refusesAWordWhoseBytesCannotBePassed() {
    assertThatThrownBy(() -> commands.run(Command.of("echo", "a\udce9")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("its bytes cannot be passed");
  }

  @Test
  void stopsAProgramAndItsChildrenAfterItsTime(@TempDir Path folder) throws Exception {
    Path mark = folder.resolve("mark");
    Command slow =
        shell("(sleep 2; touch '" + mark + "') & sleep 20").within(Duration.ofMillis(300));
    long begun = System.nanoTime();

    assertThatThrownBy(() -> commands.run(slow))
        .isInstanceOf(CommandException.class)
        .hasMessage("`sh` did not end within 0.3 seconds and was stopped");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    Thread.sleep(2_500);
    assertThat(mark).doesNotExist();
  }

  @Test
  void doesNotWaitForAServiceThatHoldsItsOutputOpen() throws CommandException {
    long begun = System.nanoTime();

    CommandResult result = commands.run(shell("echo started; sleep 20 &"));

    assertThat(result.lines()).containsExactly("started");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void stopsAProgramThatWritesWithoutEnd() {
    SystemCommands small = new SystemCommands(Map.of(), 1 << 20);

    assertThatThrownBy(() -> small.run(Command.of("yes")))
        .isInstanceOf(CommandException.class)
        .hasMessage("`yes` wrote more than 1048576 bytes");
  }

  @Test
  void keepsTheEndOfLongErrors() throws CommandException {
    CommandResult result =
        commands.run(shell("i=0; while [ $i -lt 20000 ]; do echo line $i >&2; i=$((i+1)); done"));

    assertThat(result.error()).hasSizeLessThanOrEqualTo(1 << 16).endsWith("line 19999\n");
  }

  @Test
  void tellsWhatAFailedProgramSaidLast() {
    assertThatThrownBy(() -> commands.require(shell("echo first >&2; echo last >&2; exit 2")))
        .hasMessage("`sh` failed with status 2: last");
  }

  @Test
  void streamsRecordsOfAnyLength() throws CommandException {
    List<String> records = new ArrayList<>();
    CommandResult result =
        commands.stream(
            shell("printf 'one\\0\\0'; head -c 700000 /dev/zero | tr '\\0' x; printf '\\0end'"),
            NUL,
            (buffer, from, to) ->
                records.add(new String(buffer, from, to - from, StandardCharsets.US_ASCII)));

    assertThat(result.succeeded()).isTrue();
    assertThat(records).hasSize(4).startsWith("one", "").endsWith("end");
    assertThat(records.get(2)).hasSize(700_000);
  }

  @Test
  void stopsStreamingWhenTheReceiverFails() {
    assertThatThrownBy(
            () ->
                commands.stream(
                    Command.of("yes"),
                    (byte) '\n',
                    (buffer, from, to) -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
  }

  @Test
  void startsTheProgramOfItsOwnPath(@TempDir Path folder) throws Exception {
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho mine\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();

    SystemCommands own = new SystemCommands(Map.of("PATH", folder + ":/usr/bin:/bin"));

    assertThat(own.run(Command.of("tool")).lines()).containsExactly("mine");
  }
}
