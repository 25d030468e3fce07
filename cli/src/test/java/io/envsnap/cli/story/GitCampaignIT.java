package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Repositories in every state that git knows: the next machine says the same of them, and going on
 * with the work there comes to the same.
 */
@NeedsVm
class GitCampaignIT {
  private final Campaign campaign = Campaign.named("git");
  private final List<String> failures = new ArrayList<>();

  @TempDir private Path store;

  @Test
  void repositoriesAreInTheSameStateAndWorkGoesOn() {
    List<SessionCase> cases = campaign.sample(SessionCase.in("git"));
    try (GitWorld world = new GitWorld();
        CampaignReport report = new CampaignReport(campaign)) {
      GitPlay play = new GitPlay(store, world, cases);
      assertThat(play.restore().exit()).as(play.restore().toString()).isZero();
      assertThat(play.facts()).isGreaterThan(100);
      judge(report, "find, sha256sum and git, " + play.facts() + " lines", play.differences());
      for (SessionCase one : cases) {
        assertThat(play.answers(one)).as(one.name()).isPositive();
        judge(report, one.name() + ", going on: " + one.sentence(), play.differences(one));
      }
      judge(
          report,
          "the second restore writes nothing",
          play.again().text().contains("\"files\":0")
              ? List.of()
              : List.of(play.again().toString()));
    }
    assertThat(failures).isEmpty();
  }

  private void judge(CampaignReport report, String name, List<String> wrong) {
    report.add(name, wrong.isEmpty() ? "equal" : wrong.size() + " differ: " + wrong.get(0));
    wrong.forEach(line -> failures.add(name + ": " + line));
  }
}
