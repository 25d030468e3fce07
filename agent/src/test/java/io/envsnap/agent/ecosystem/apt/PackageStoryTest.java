package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.host.FolderTree;
import io.envsnap.spec.journal.ClockSteps;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageStoryTest {
  private static final Instant BOOT = Instant.parse("2026-11-26T14:00:00Z");

  @TempDir private Path folder;

  private List<Told> complete(List<Told> told, String history) {
    return complete(told, history, ClockSteps.NONE);
  }

  private List<Told> complete(List<Told> told, String history, ClockSteps steps) {
    StoryContext context =
        new StoryContext(new FolderTree(folder), Set.of(), BOOT, BOOT, "b00", steps, 5_000);
    return new PackageStory(
            context,
            HistoryLog.parse(history.lines().toList(), ZoneOffset.UTC),
            new DpkgLog(List.of()))
        .complete(told);
  }

  private static Told apt(long pid, long start, long end, String... words) {
    return new Told(
        "apt",
        new ProcessKey("b00", pid, start),
        0,
        "/content",
        List.of(words),
        end,
        0,
        List.of(),
        List.of(),
        List.of());
  }

  /** A stanza of a run that began and ended in that second, from 10 to 59. */
  private static String run(int second, String command) {
    return run("14:00:" + second, command);
  }

  private static String run(String time, String command) {
    String moment = "2026-11-26  " + time;
    return String.join(
        "\n",
        "Start-Date: " + moment,
        "Commandline: " + command,
        "Install: jq:amd64 (1.6)",
        "End-Date: " + moment,
        "",
        "");
  }

  @Test
  void theSameCommandInTwoSecondsRunningIsToldTwiceAndNotThrice() {
    List<Told> told =
        complete(
            List.of(
                apt(7, 1020, 1060, "apt-get", "install", "jq"),
                apt(9, 1130, 1170, "apt-get", "install", "jq")),
            run(10, "apt-get install jq") + run(11, "apt-get install jq"));
    assertThat(told).hasSize(2).allSatisfy(one -> assertThat(one.changed()).hasSize(1));
  }

  @Test
  void theSameCommandTwiceInOneSecondHasItsStanzasInTheirOrder() {
    List<Told> told =
        complete(
            List.of(
                apt(7, 1010, 1040, "apt-get", "install", "jq"),
                apt(9, 1050, 1090, "apt-get", "install", "jq")),
            run(10, "apt-get install jq") + run(10, "apt-get install jq"));
    assertThat(told).hasSize(2).allSatisfy(one -> assertThat(one.changed()).hasSize(1));
  }

  @Test
  void aRunWhoseProcessSeemsToBeginASecondLaterIsStillItsOwn() {
    assertThat(
            complete(
                List.of(apt(7, 1100, 1150, "apt-get", "install", "jq")),
                run(10, "apt-get install jq")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"-7200000, 12:00:20", "7200000, 16:00:20", "-20000, 14:00:00"})
  void aRunAfterTheClockWasSetIsThatOfItsProcess(long ahead, String time) {
    List<Told> told =
        complete(
            List.of(
                apt(7, 1020, 1060, "apt-get", "install", "jq"),
                apt(9, 2010, 2050, "apt-get", "install", "jq")),
            run(10, "apt-get install jq") + run(time, "apt-get install jq"),
            ClockSteps.NONE.seen(1_500, ahead));
    assertThat(told).hasSize(2).allSatisfy(one -> assertThat(one.changed()).hasSize(1));
  }

  @Test
  void aRunThatOnlyTheLogToldAfterTheClockWasSetBackKeepsItsPlace() {
    List<Told> told =
        complete(
            List.of(apt(7, 1020, 1060, "apt-get", "install", "jq")),
            run(10, "apt-get install jq") + run("13:00:20", "apt-get install tree"),
            ClockSteps.NONE.seen(1_500, -3_600_000));
    assertThat(told).hasSize(2);
    assertThat(told.get(1).key().start()).isEqualTo(2_000);
  }

  @Test
  void aScriptThatUsesAptsLibraryIsToldOnce() {
    List<Told> told =
        complete(
            List.of(apt(7, 1004, 1138, "/usr/bin/python3", "/usr/bin/unattended-upgrade", "-v")),
            run(10, "/usr/bin/unattended-upgrade -v"));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).changed()).containsExactly("+ jq 1.6");
  }

  @Test
  void aRunThatNoHookSawIsToldByTheLogAlone() {
    List<Told> told =
        complete(
            List.of(apt(7, 1020, 1060, "apt-get", "install", "jq")),
            run(10, "apt-get install jq") + run(20, "apt-get install tree"));
    assertThat(told).hasSize(2);
    assertThat(told.get(1).words()).containsExactly("apt-get", "install", "tree");
  }
}
