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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at 200 instants of a record and 200 of a restore. Most instants are chosen by chance
 * among the calls that each phase makes, so that every phase is hit often however short it is; each
 * fourth is chosen by chance in time. After the program died, every third time all other processes
 * of the machine are killed too, and every third time its power is cut and its disk booted again.
 */
@NeedsVm
class KillCampaignIT {
  private static final int ROUNDS = 200;
  private static final int LEAST_HITS = 10;
  private static final Campaign CAMPAIGN = Campaign.named("kill");

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
  void aRecordThatIsKilledAnywhereCostsNothingButItself() {
    session.rewind(a);
    StoreLook store = new StoreLook(session.store());
    List<String> before = store.refs();
    long began = System.nanoTime();
    session.run(a, "record --once --store /store", Fault.none()).expect(0);
    double seconds = (System.nanoTime() - began) / 1e9;
    Phases phases = Phases.of(session.marks(a), session.counts(a)[0]);
    List<String> undisturbed = store.newest();
    Hits hits = new Hits("record", phases);
    Random random = CAMPAIGN.random();
    for (int round = 0; hits.needsMore(round); round++) {
      session.rewind(a);
      VmResult killed = kill(a, "record --once --store /store", hits, round, seconds, random);
      hits.add(killed);
      assertThat(killed.exit()).isIn(0, 137);
      assertThat(store.problems()).isEmpty();
      assertThat(store.refs()).containsAll(before);
      disturb(a, round);
      if (completes(round)) {
        session.run(a, "record --once -q --store /store").expect(0);
        assertThat(store.problems()).isEmpty();
        assertThat(store.heads()).isEqualTo(1);
        assertThat(store.newest()).isEqualTo(undisturbed);
      }
    }
    hits.report();
  }

  @Test
  void aRestoreThatIsKilledAnywhereCompletesWhenItIsRunAgain() {
    session.rewind(a);
    session.run(a, "record --once -q --store /store").expect(0);
    Path other = session.otherVersion();
    DiskState first;
    DiskState last;
    Phases phases;
    double seconds;
    try (FreshVm b = session.fresh(other)) {
      first = DiskState.of(b);
      long began = System.nanoTime();
      session.run(b, "restore --store /store", Fault.none()).expect(0);
      seconds = (System.nanoTime() - began) / 1e9;
      phases = Phases.of(session.marks(b), session.counts(b)[0]);
      last = DiskState.of(b);
      assertThat(last.halfPlaced(first, DiskState.of(a))).isEmpty();
    }
    Hits hits = new Hits("restore", phases);
    Random random = CAMPAIGN.random();
    FreshVm b = session.fresh(other);
    try {
      for (int round = 0; hits.needsMore(round); round++) {
        VmResult killed = kill(b, "restore --store /store", hits, round, seconds, random);
        hits.add(killed);
        assertThat(killed.exit()).isIn(0, 137);
        assertThat(DiskState.of(b).halfPlaced(first, last)).isEmpty();
        disturb(b, round);
        b.sh("test -z \"$(dpkg --audit)\" && apt-get check -qq").expect(0);
        if (completes(round)) {
          session.run(b, "restore -q --store /store").expect(0);
          DiskState completed = DiskState.of(b);
          assertThat(completed.temporaries()).isEmpty();
          assertThat(completed.differences(last)).isEmpty();
        }
        if (!isKilledAgain(round)) {
          b.close();
          b = session.fresh(other);
        }
      }
    } finally {
      b.close();
    }
    hits.report();
  }

  /** Whether a run that may complete follows; in the gate only now and then. */
  private static boolean completes(int round) {
    return !isKilledAgain(round) && (CAMPAIGN.full() || round % 4 == 0);
  }

  /** Whether the next kill finds what this one left. */
  private static boolean isKilledAgain(int round) {
    return round % 5 == 4;
  }

  private static VmResult kill(
      FreshVm vm, String arguments, Hits hits, int round, double seconds, Random random) {
    boolean chosen = round >= CAMPAIGN.count(ROUNDS);
    if (!chosen && round % 4 == 2) {
      double moment = Math.round(random.nextDouble() * seconds * 1000) / 1000.0;
      return session.runFor(vm, arguments, Math.max(0.01, moment));
    }
    Phases.Span span = chosen ? hits.rarest() : hits.phase(round);
    return session.run(vm, arguments, span.kill(random));
  }

  private static void disturb(FreshVm vm, int round) {
    if (round % 3 == 1) {
      vm.sh("kill -9 -1");
    } else if (round % 3 == 2) {
      vm.reboot();
    }
  }

  /** How often each phase was hit. */
  private static final class Hits {
    private final String verb;
    private final Phases phases;
    private final Map<String, Integer> byPhase = new LinkedHashMap<>();
    private int outlived;
    private int rounds;

    Hits(String verb, Phases phases) {
      this.verb = verb;
      this.phases = phases;
      phases.titles().forEach(title -> byPhase.put(title, 0));
    }

    void add(VmResult killed) {
      rounds++;
      if (killed.exit() == 0) {
        outlived++;
      } else {
        byPhase.merge(Phases.last(killed.errorText()), 1, Integer::sum);
      }
    }

    /** Each in its turn. */
    Phases.Span phase(int round) {
      return phases.spans().get(round % phases.spans().size());
    }

    /** The phase that was hit least. */
    Phases.Span rarest() {
      String title = Collections.min(byPhase.entrySet(), Map.Entry.comparingByValue()).getKey();
      return phases.spans().get(phases.titles().indexOf(title));
    }

    /** All rounds, and some more when chance left a phase out. */
    boolean needsMore(int round) {
      int all = CAMPAIGN.count(ROUNDS);
      boolean tooFew = byPhase.values().stream().anyMatch(hits -> hits < LEAST_HITS);
      return round < all || (CAMPAIGN.full() && tooFew && round < 2 * all);
    }

    void report() {
      byPhase.forEach(
          (phase, hits) -> report.add(verb + " killed during \"" + phase + "\"", hits + " times"));
      report.add(verb + ", all kills", rounds + ", " + outlived + " came after its end");
      if (CAMPAIGN.full()) {
        assertThat(byPhase.values()).allMatch(hits -> hits >= LEAST_HITS);
      }
    }
  }
}
