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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at 100 instants of a restore by rebuilt packages and wheels, and at 100 of one from
 * archive and index. The instants are chosen by chance among the calls that the restore and what it
 * starts make, three of four while apt and pip install. One time in three apt, dpkg and pip outlive
 * it, one in three all processes of the machine die at that very call, and one in three its disk is
 * booted again besides.
 */
@NeedsVm
class KillElsewhereCampaignIT {
  private static final int ROUNDS = 100;
  private static final int ROUNDS_IN_THE_GATE = 2;
  private static final String INSTALLING = "Installing";
  private static final Campaign CAMPAIGN = Campaign.named("killelsewhere");

  @TempDir private static Path folder;
  private static ElsewhereSession session;
  private static CampaignReport report;

  @BeforeAll
  static void record() throws IOException {
    report = new CampaignReport(CAMPAIGN);
    session = new ElsewhereSession(folder);
  }

  @AfterAll
  static void close() {
    session.close();
    report.close();
  }

  @Test
  void aRestoreThatRebuildsCompletesWhenItIsRunAgain() {
    killed("rebuilt", session::withTheSnapshot, "restore team.yaml --store /store");
  }

  @Test
  void aRestoreFromUpstreamCompletesWhenItIsRunAgain() {
    killed("from upstream", session::withTheLockfile, "restore team.yaml --store /nowhere");
  }

  private static void killed(String how, Supplier<FreshVm> next, String verb) {
    SortedMap<String, String> last;
    Phases phases;
    try (FreshVm b = next.get()) {
      VmResult undisturbed = session.run(b, verb, Fault.none());
      assertThat(undisturbed.exit()).as(undisturbed.errorText()).isZero();
      phases = session.phases(b);
      last = ElsewhereSession.state(b);
    }
    assertThat(last).containsKeys("said: cutone 1.0 install ok installed", "said: cutwheel==2.0");
    assertThat(phases.titles()).contains(INSTALLING);
    Map<String, Integer> hits = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    Random random = CAMPAIGN.random();
    int rounds = CAMPAIGN.full() ? ROUNDS : ROUNDS_IN_THE_GATE;
    for (int round = 0; round < rounds; round++) {
      Fault fault = span(phases, round).kill(random);
      try (FreshVm b = next.get()) {
        VmResult killed = session.run(b, verb, round % 3 == 0 ? fault : fault.ofAll());
        assertThat(killed.exit()).isIn(0, 137);
        String phase = killed.exit() == 0 ? "(it had ended)" : Phases.last(killed.errorText());
        hits.merge(phase, 1, Integer::sum);
        if (round % 25 == 24) {
          report.add(how + ", kills by now", (round + 1) + ", " + hits);
        }
        if (round % 3 == 2) {
          b.reboot();
        }
        for (String problem : problems(b, verb, last)) {
          problems.add(problem);
          report.add(how + ", round " + round + ", " + phase + ", " + fault.variables(), problem);
        }
      }
    }
    hits.forEach(
        (phase, count) -> report.add(how + ", killed during \"" + phase + "\"", count + " times"));
    assertThat(problems).isEmpty();
  }

  /** What is not as after an undisturbed restore, when it is run again. */
  private static List<String> problems(FreshVm b, String verb, SortedMap<String, String> last) {
    List<String> problems = new ArrayList<>();
    VmResult again = session.run(b, verb);
    if (again.exit() != 0) {
      problems.add("status " + again.exit() + ": " + again.errorText());
    }
    VmResult checked =
        b.sh("dpkg --audit; test -z \"$(dpkg --audit)\" && apt-get check -qq && pip check");
    if (checked.exit() != 0) {
      problems.add(checked.text() + checked.errorText());
    }
    problems.addAll(ElsewhereSession.differences(ElsewhereSession.state(b), last));
    return problems;
  }

  private static Phases.Span span(Phases phases, int round) {
    List<Phases.Span> spans = phases.spans();
    int installing = phases.titles().indexOf(INSTALLING);
    return spans.get(round % 4 == 3 ? round / 4 % spans.size() : installing);
  }
}
