package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.Timestamp;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  /** 2026-11-24 15:20:31 UTC. */
  private static final long BEGAN = 1_795_533_631L;

  private static final Transactions REAL =
      Transactions.of(
          DpkgLog.parse(Recorded.lines("session/dpkg.log"), ZoneOffset.UTC),
          Recorded.lines("session/history.log"),
          ZoneOffset.UTC);

  @Test
  void coversTheRunFromItsFirstToItsLastSecond() {
    assertThat(REAL.at(new Timestamp(BEGAN, 0))).isPresent();
    assertThat(REAL.at(new Timestamp(BEGAN + 11, 999_999_999))).isPresent();
  }

  @Test
  void coversNothingBeforeAndAfter() {
    assertThat(REAL.at(new Timestamp(BEGAN - 1, 999_999_999))).isEmpty();
    assertThat(REAL.at(new Timestamp(BEGAN + 12, 0))).isEmpty();
  }

  @Test
  void aPauseBetweenTwoRunsBelongsToNone() {
    DpkgLog log =
        DpkgLog.parse(
            List.of(
                "2026-11-24 10:00:00 startup archives unpack",
                "2026-11-24 10:00:05 status installed bc:amd64 1",
                "2026-11-24 10:00:30 startup packages configure"),
            ZoneOffset.UTC);
    Transactions transactions = Transactions.of(log, List.of(), ZoneOffset.UTC);
    assertThat(transactions.windows()).hasSize(2);
    assertThat(transactions.windows().get(0).to() - transactions.windows().get(0).from())
        .isEqualTo(5);
  }

  @Test
  void aptsRunCoversWhatComesBetweenTwoBurstsOfDpkg() {
    DpkgLog log =
        DpkgLog.parse(
            List.of(
                "2026-11-24 10:00:00 startup archives unpack",
                "2026-11-24 10:00:20 startup packages configure"),
            ZoneOffset.UTC);
    List<String> history =
        List.of("Start-Date: 2026-11-24  10:00:00", "End-Date: 2026-11-24  10:00:40");
    assertThat(Transactions.of(log, history, ZoneOffset.UTC).windows()).hasSize(1);
  }

  @Test
  void aRunThatNeverEndedCoversOnlyWhatDpkgLogged() {
    List<String> history = List.of("Start-Date: 2026-11-24  10:00:00", "Commandline: apt-get x");
    assertThat(Transactions.of(new DpkgLog(List.of()), history, ZoneOffset.UTC).windows())
        .isEmpty();
  }

  @Test
  void readsTimesInTheZoneOfTheMachine() {
    DpkgLog log =
        DpkgLog.parse(
            List.of("2026-11-24 16:20:31 startup archives unpack"), ZoneId.of("Europe/Berlin"));
    assertThat(log.steps().get(0).second()).isEqualTo(BEGAN);
  }

  @Test
  void remembersWhichPackagesAWindowWasAbout() {
    assertThat(REAL.windows()).hasSize(1);
    assertThat(REAL.windows().get(0).packages())
        .contains(Recorded.amd64("jq"), Recorded.amd64("cron"))
        .doesNotContain(Recorded.amd64("libc6"));
  }
}
