package io.envsnap.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.StatusReport;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.snapshot.Ref;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPrinterTest {
  private static final Instant BEGAN = Instant.parse("2026-11-26T14:00:00Z");
  private static final Digest DIGEST = new Digest("ab".repeat(32));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void whatIsSavedIsSavedWhateverTheClockSaysOfTheSave() {
    List<Action> actions = List.of(action(10, 0), action(20, 1));
    for (Instant saved : List.of(BEGAN.minusSeconds(7200), BEGAN.plusSeconds(7200))) {
      print(report(actions, Optional.of(save(saved, actions)), Optional.empty()));
      assertThat(lines())
          .containsExactly(
              "Watching this session, which began at 2026-11-26T14:00:00Z: 2 actions seen",
              "Agent: process 7, it said last: saved",
              "Last save: mine abababababab at " + saved + " (0 entries, 2.0 KiB) in dir:/store",
              "Not saved yet: nothing that is known of; other files are looked for every 4m 50s");
    }
  }

  @Test
  void whatTheSaveDoesNotTellIsNamedTheLastFew() {
    List<Action> actions =
        List.of(
            action(1, 0),
            action(2, 0),
            action(3, 0),
            action(4, 0),
            action(5, 0),
            action(6, 0),
            action(7, 100));
    StatusReport.Save before = save(BEGAN.plusSeconds(9000), List.of(action(1, -1)));
    print(report(actions, Optional.of(before), Optional.of("2026-11-26T14:00:02Z")));
    assertThat(lines())
        .endsWith(
            "Not saved yet: 7 actions, changes since 2026-11-26T14:00:02Z",
            "  apt-get install 3",
            "  apt-get install 4",
            "  apt-get install 5",
            "  apt-get install 6",
            "  apt-get install 7");
  }

  @Test
  void aSessionThatIsNotWatchedIsToldHowToBegin() {
    print(
        new StatusReport(
            new Watch.AgentStatus(false, Optional.empty(), Optional.empty(), ""),
            Optional.empty(),
            Duration.ofSeconds(290),
            List.of(),
            Optional.empty(),
            "dir:/store"));
    assertThat(lines())
        .containsExactly(
            "This session is not watched; `envsnap record` begins",
            "Agent: none",
            "Last save: none");
  }

  private static StatusReport report(
      List<Action> actions, Optional<StatusReport.Save> saved, Optional<String> unsaved) {
    return new StatusReport(
        new Watch.AgentStatus(true, Optional.of(7L), unsaved, "saved"),
        Optional.of(BEGAN),
        Duration.ofSeconds(290),
        actions,
        saved,
        "dir:/store");
  }

  private static StatusReport.Save save(Instant created, List<Action> actions) {
    return new StatusReport.Save(
        new Head(DIGEST, new Ref("mine", DIGEST, DIGEST, List.of(), 1, created), created),
        2048,
        new Lockfile(
            new Base("", "", "", "", "", "", List.of(), true),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            actions,
            Optional.empty()));
  }

  private static Action action(int second, int exit) {
    return new Action(
        BEGAN.plusSeconds(second),
        "apt",
        "0",
        List.of("apt-get", "install", Integer.toString(second)),
        "/",
        Optional.empty(),
        exit,
        List.of());
  }

  private void print(StatusReport report) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new StatusPrinter(new Console(stream, stream, false, false), false).print(report);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
