package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.fault.Fault;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every disk is full from the first, the hundredth, the two hundredth … change on that a record or
 * a restore makes, for the program and all that it starts: it stops with one sentence and a hint,
 * nothing is half-written, and with room again the next run is right.
 */
@NeedsVm
class DiskfullCampaignIT {
  private static final int STEP = 100;
  private static final Campaign CAMPAIGN = Campaign.named("diskfull");

  @TempDir private static Path folder;
  private static FaultSession session;
  private static CampaignReport report;
  private static FreshVm a;

  @BeforeAll
  static void recordTheFirstPart() throws IOException {
    report = new CampaignReport(CAMPAIGN);
    session = new FaultSession(folder);
    a = session.recorded();
    session.keep(a);
  }

  @AfterAll
  static void close() {
    a.close();
    session.close();
    report.close();
  }

  @Test
  void aRecordOnAFullDiskLeavesTheStoreWholeAndTheNextOneIsRight() {
    session.rewind(a);
    StoreLook store = new StoreLook(session.store());
    List<String> before = store.refs();
    session.run(a, "record --once --store /store", Fault.none()).expect(0);
    List<Long> points = points(session.counts(a)[1]);
    List<String> undisturbed = store.newest();
    Map<String, Integer> endings = new TreeMap<>();
    for (long point : CAMPAIGN.sample(points)) {
      session.rewind(a);
      VmResult full = session.run(a, "record --once --store /store", Fault.diskFull(point));
      endings.merge(ending(full), 1, Integer::sum);
      assertThat(store.problems()).isEmpty();
      assertThat(store.refs()).containsAll(before);
      session.run(a, "record --once -q --store /store").expect(0);
      assertThat(store.problems()).isEmpty();
      assertThat(store.heads()).isEqualTo(1);
      assertThat(store.newest()).isEqualTo(undisturbed);
    }
    report("record", points, endings);
  }

  @Test
  void aRestoreOnAFullDiskLeavesTheMachineConsistentAndCompletesWithRoom() {
    session.rewind(a);
    session.run(a, "record --once -q --store /store").expect(0);
    Path other = session.otherVersion();
    DiskState first;
    DiskState last;
    List<Long> points;
    try (FreshVm b = session.fresh(other)) {
      first = DiskState.of(b);
      session.run(b, "restore --store /store", Fault.none()).expect(0);
      points = points(session.counts(b)[1]);
      last = DiskState.of(b);
    }
    Map<String, Integer> endings = new TreeMap<>();
    for (long point : CAMPAIGN.sample(points)) {
      try (FreshVm b = session.fresh(other)) {
        VmResult full = session.run(b, "restore --store /store", Fault.diskFull(point));
        endings.merge(ending(full), 1, Integer::sum);
        DiskState stopped = DiskState.of(b);
        assertThat(stopped.halfPlaced(first, last)).isEmpty();
        assertThat(stopped.temporaries()).isEmpty();
        b.sh("test -z \"$(dpkg --audit)\" && apt-get check -qq").expect(0);
        session.run(b, "restore -q --store /store").expect(0);
        assertThat(DiskState.of(b).differences(last)).isEmpty();
      }
    }
    report("restore", points, endings);
  }

  private static List<Long> points(long changes) {
    List<Long> points = new ArrayList<>(List.of(1L));
    for (long point = STEP; point <= changes; point += STEP) {
      points.add(point);
    }
    return points;
  }

  /** How a run ended that may only end in one of these ways. */
  private static String ending(VmResult full) {
    String said = full.errorText();
    assertThat(full.exit()).as(said).isIn(0, 1, 3);
    assertThat(said).doesNotContain("\tat ").doesNotContain("has a bug");
    if (full.exit() == 1) {
      assertThat(said).contains("error: ").contains("hint: ");
    }
    return full.exit() == 1 ? "stopped with one sentence" : "ended with exit code " + full.exit();
  }

  private static void report(String verb, List<Long> points, Map<String, Integer> endings) {
    report.add(verb + ", disk full at every hundredth change", points.size() + " points");
    endings.forEach((ending, count) -> report.add(verb + " " + ending, count + " times"));
  }
}
