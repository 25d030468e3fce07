package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.vm.NeedsVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real packages: numpy and pandas, pip over pip, uv, PyPy, npm, R and kernels, each from its own
 * registry, with a baseline that was taken and with one that was inferred.
 */
@NeedsVm
class PipCampaignIT {
  private final Campaign campaign = Campaign.named("pip");
  private final List<String> failures = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void realPackagesComeBackAsTheyWere() throws IOException {
    try (CampaignReport report = new CampaignReport(campaign)) {
      List<SessionCase> real = campaign.sample(SessionCase.in("campaign-pip"));
      play(report, "inferred baseline", real, false);
      if (campaign.full()) {
        play(report, "taken baseline", real, true);
        play(report, "inferred baseline", SessionCase.in("pip"), false);
      }
    }
    assertThat(failures).isEmpty();
  }

  private void play(CampaignReport report, String how, List<SessionCase> cases, boolean taken)
      throws IOException {
    CasePlay play = new CasePlay(Files.createTempDirectory(folder, "store"), cases, taken);
    for (SessionCase one : cases) {
      judge(
          report,
          one.name() + ", " + how + ": " + one.sentence(),
          play.restored(one).equals(play.recorded(one))
              ? List.of()
              : List.of("said " + play.recorded(one) + ", then " + play.restored(one)));
    }
    judge(
        report,
        "RECORD hashes, " + how,
        play.recordsAfter().equals(play.recordsBefore())
            ? List.of()
            : List.of("before " + play.recordsBefore() + " after " + play.recordsAfter()));
    judge(report, "find and sha256sum, " + how, play.differences(PipCornersIT::isLeftOut));
    judge(report, "nothing else has come, " + how, play.onlyRestored(PipCornersIT::isLeftOut));
    judge(
        report,
        "the second restore writes nothing, " + how,
        play.again().contains("\"files\":0") ? List.of() : List.of(play.again()));
  }

  private void judge(CampaignReport report, String name, List<String> wrong) {
    report.add(name, wrong.isEmpty() ? "equal" : wrong.size() + " differ: " + wrong.get(0));
    wrong.forEach(line -> failures.add(name + ": " + line));
  }
}
