package io.envsnap.spec.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockStepsTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = 1_000_000;

  @Test
  void aClockThatGoesWithTheCountHasNoSteps() {
    ClockSteps steps = ClockSteps.NONE.seen(100, 0).seen(200, 900).seen(300, -1_500);
    assertThat(steps).isEqualTo(ClockSteps.NONE);
    assertThat(steps.tick(5_000, NOW)).isEqualTo(500);
    assertThat(steps.ahead(500)).isZero();
  }

  @Test
  void whatAClockShowedBeforeAndAfterItWasSetForwardIsTheRightTick() {
    ClockSteps steps = ClockSteps.NONE.seen(1_000, HOUR).seen(2_000, HOUR + 500);
    assertThat(steps.steps()).containsExactly(new ClockSteps.Step(1_001, HOUR));
    for (long tick : new long[] {0, 500, 1_000, 1_001, 1_500, NOW}) {
      assertThat(steps.tick(tick * 10 + steps.ahead(tick), NOW)).isEqualTo(tick);
    }
  }

  @Test
  void whatAClockShowedBeforeAndAfterItWasSetBackIsTheRightTick() {
    ClockSteps steps = ClockSteps.NONE.seen(1_000, -HOUR);
    for (long tick : new long[] {0, 500, 1_000, 1_001, 1_500}) {
      assertThat(steps.tick(tick * 10 + steps.ahead(tick), 2_000)).isEqualTo(tick);
    }
    // The same time of day comes again an hour later; then it is taken for the later one.
    assertThat(steps.tick(5_000, NOW)).isEqualTo(500 + HOUR / 10);
  }

  @Test
  void aClockThatIsSetThereAndBackIsKnownInEachPart() {
    ClockSteps steps = ClockSteps.NONE.seen(1_000, 24 * HOUR).seen(2_000, 0).seen(3_000, -HOUR);
    assertThat(steps.steps()).hasSize(3);
    for (long tick : new long[] {999, 1_001, 1_999, 2_001, 2_999, 3_001, 3_500}) {
      assertThat(steps.tick(tick * 10 + steps.ahead(tick), 3_600)).isEqualTo(tick);
    }
  }
}
