package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Public notebooks' set-ups, recorded at the end of the session and brought back without network
 * after the world moved on. {@code -Denvsnap.scenario=NN,NN} plays these.
 */
@NeedsVm
class ScenariosCampaignIT {
  /** The gate plays only what is quickly downloaded. */
  private static final int SMALL_MEGABYTES = 30;

  @TempDir private Path folder;

  @Test
  void everySetUpComesBackEqualOnTheNextMachine() throws IOException {
    Campaign campaign = Campaign.named("scenarios");
    Path world = folder.resolve("built");
    StandIns.build(world);
    Path java = javaRuntime();
    List<String> failures = new ArrayList<>();
    try (CampaignReport report = new CampaignReport(campaign)) {
      for (Scenario scenario : played(campaign)) {
        Path own = Files.createDirectory(folder.resolve(scenario.name()));
        String result;
        try {
          result = new ScenarioPlay(scenario, own, java).play(world);
        } catch (AssertionError failed) {
          result = "FAILED: " + failed.getMessage().lines().limit(2).toList();
          failures.add(scenario.name() + "\n" + failed.getMessage());
        }
        report.add(scenario.name(), result);
        Programs.require("rm", "-rf", own.toString());
      }
    }
    assertThat(failures).as("scenarios that did not come back").isEmpty();
  }

  private static List<Scenario> played(Campaign campaign) {
    List<Scenario> all = Scenario.all();
    assertThat(all).isNotEmpty();
    if (campaign.full() || System.getProperty("envsnap.scenario") != null) {
      return all;
    }
    List<Scenario> small =
        new ArrayList<>(all.stream().filter(one -> one.megabytes() <= SMALL_MEGABYTES).toList());
    Collections.shuffle(small, campaign.random());
    return small.subList(0, Math.min(small.size(), campaign.count(all.size())));
  }

  /** A Java that lies beside the machine, so that the base is without it, as notebooks are. */
  private Path javaRuntime() {
    Path made = folder.resolve("java");
    Programs.require(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        "java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.zipfs",
        "--strip-java-debug-attributes",
        "--output",
        made.toString());
    Programs.require(made.resolve("bin/java").toString(), "-Xshare:dump");
    return made;
  }
}
