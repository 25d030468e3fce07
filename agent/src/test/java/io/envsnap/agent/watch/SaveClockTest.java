package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaveClockTest {
  @Test
  void aChangeIsSavedAfterFiveSecondsOfQuiet() {
    SaveClock clock = new SaveClock(0);
    clock.changed(100_000);
    assertThat(clock.due()).isEqualTo(105_000);
    clock.changed(103_000);
    assertThat(clock.due()).isEqualTo(108_000);
  }

  @Test
  void changesWithoutPauseAreSavedWithinAMinute() {
    SaveClock clock = new SaveClock(0);
    for (long now = 100_000; now < 200_000; now += 1_000) {
      clock.changed(now);
    }
    assertThat(clock.due()).isLessThan(100_000 + 60_000);
  }

  @Test
  void savesAreHalfAMinuteApart() {
    SaveClock clock = new SaveClock(0);
    clock.changed(100_000);
    clock.saving(105_000);
    assertThat(clock.isDirty()).isFalse();
    clock.changed(106_000);
    assertThat(clock.due()).isEqualTo(135_000);
  }

  @Test
  void whatNoWatchSeesIsLookedForWithinFiveMinutes() {
    SaveClock clock = new SaveClock(1_000);
    assertThat(clock.due()).isBetween(60_000L, 301_000L);
  }
}
