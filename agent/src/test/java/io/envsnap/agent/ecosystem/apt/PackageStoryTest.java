package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.host.FolderTree;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoryTest {
  private static final Instant BOOT = Instant.parse("2026-11-26T14:00:00Z");

  @TempDir private Path folder;

  private List<Told> complete(List<Told> told, String history) {
    StoryContext context = new StoryContext(new FolderTree(folder), Set.of(), BOOT, BOOT, "b00");
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
    String moment = "2026-11-26  14:00:" + second;
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
