package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaveClockTest {
  private static final long SLOW = Launch.SAVE_SECONDS * 1_000;

  @Test
  void aChangeIsSavedAfterFiveSecondsOfQuiet() {
    SaveClock clock = new SaveClock(0);
    clock.changed(100_000);
    assertThat(clock.due(SLOW)).isEqualTo(105_000);
    clock.changed(103_000);
    assertThat(clock.due(SLOW)).isEqualTo(108_000);
  }

  @Test
  void changesWithoutPauseAreSavedWithinAMinute() {
    SaveClock clock = new SaveClock(0);
    for (long now = 100_000; now < 200_000; now += 1_000) {
      clock.changed(now);
    }
    assertThat(clock.due(SLOW)).isLessThan(100_000 + 60_000);
  }

  @Test
  void savesAreHalfAMinuteApart() {
    SaveClock clock = new SaveClock(0);
    clock.changed(100_000);
    clock.saving(105_000);
    assertThat(clock.isDirty()).isFalse();
    clock.changed(106_000);
    assertThat(clock.due(SLOW)).isEqualTo(135_000);
  }

  @Test
  void whatNoWatchSeesIsLookedForWithinFiveMinutes() {
    SaveClock clock = new SaveClock(1_000);
    assertThat(clock.due(SLOW)).isBetween(60_000L, 301_000L);
  }

  @Test
  void aSaveThatFailedIsTriedAgainEverLaterUntilOneComesAbout() {
    SaveClock clock = new SaveClock(0);
    List<Long> pauses = new ArrayList<>();
    long now = 100_000;
    for (int i = 0; i < 20; i++) {
      clock.saving(now);
      clock.failed(now);
      assertThat(clock.isDirty()).isTrue();
      pauses.add(clock.due(SLOW) - now);
      now = clock.due(SLOW);
    }
    assertThat(pauses).startsWith(30_000L, 60_000L, 120_000L, 240_000L, 290_000L, 290_000L);
    assertThat(pauses.get(19)).isEqualTo(290_000);
    clock.saving(now);
    clock.saved();
    clock.changed(now + 1_000);
    assertThat(clock.due(SLOW)).isEqualTo(now + 30_000);
  }
}
