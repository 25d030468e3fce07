package io.envsnap.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.journal.ClockSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On this machine's own boot, with a clock of the test's. */
class BootTest {
  @TempDir private Path folder;

  @Test
  void whenABootBeganIsNotedOnceWhateverTheClockSaysLater() throws IOException {
    Instant now = Instant.now();
    Boot first = Boot.find(folder, InstantSource.fixed(now));
    Boot later = Boot.find(folder, InstantSource.fixed(now.plus(Duration.ofDays(3))));
    assertThat(later).isEqualTo(first);
    assertThat(Duration.between(first.began().get(first.name()), now))
        .isBetween(Duration.ZERO, Duration.ofMillis((Boot.now() + 1) * 10));
  }

  @Test
  void aClockThatIsSetIsNotedAndKnownToWhoeverReadsLater() throws IOException {
    Boot boot = Boot.find(folder, InstantSource.system());
    Instant began = boot.began().get(boot.name());
    long tick = Boot.now();
    Instant back = began.plusMillis(tick * 10).minus(Duration.ofHours(1));

    Boot same = boot.watched(folder, InstantSource.fixed(back.plusSeconds(3600)), tick, tick);
    assertThat(same).isSameAs(boot);

    Boot set = boot.watched(folder, InstantSource.fixed(back), tick - 50, tick);
    assertThat(set.steps().steps()).containsExactly(new ClockSteps.Step(tick - 49, -3_600_000));
    assertThat(set.watched(folder, InstantSource.fixed(back.plusSeconds(1)), tick, tick + 100))
        .isSameAs(set);

    Boot again = set.watched(folder, InstantSource.fixed(back.plusSeconds(7200)), tick, tick + 100);
    assertThat(Boot.find(folder, InstantSource.fixed(back))).isEqualTo(again);
    assertThat(again.steps().steps()).hasSize(2);
    assertThat(again.began()).isEqualTo(boot.began());
  }

  @Test
  void whatASnapshotOfTheNotesHasTornIsPassedOver() throws IOException {
    Boot boot = Boot.find(folder, InstantSource.system());
    Path notes = folder.resolve("boots");
    String text = Files.readString(notes);
    Files.writeString(notes, text + boot.name() + " step 17\n" + boot.name() + " step 5 -x\n");
    assertThat(Boot.find(folder, InstantSource.system())).isEqualTo(boot);
  }
}
