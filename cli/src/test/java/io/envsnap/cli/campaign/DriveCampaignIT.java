package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.store.StoreException;
import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.drive.DriveRules;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Saves, restores and prunes of a store in an emulated Drive that fails in every way that is known:
 * what was acknowledged comes back bit for bit.
 */
class DriveCampaignIT {
  private static final int SCHEDULES = 2_000;
  private static final Campaign CAMPAIGN = Campaign.named("drive");
  private static CampaignReport report;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    report = new CampaignReport(CAMPAIGN);
  }

  @AfterAll
  static void close() {
    report.close();
  }

  @Test
  void whateverDriveDoesWhatWasAcknowledgedComesBack() throws IOException {
    Map<String, Integer> tally = new TreeMap<>();
    int count = CAMPAIGN.count(SCHEDULES);
    for (int round = 0; round < count; round++) {
      // One round is played alone with --seed: the seed of the run and the round make up its own.
      long seed = CAMPAIGN.seed() * 1_000_000 + round;
      play(Long.getLong("envsnap.schedule", seed), tally);
    }
    report.add(count + " schedules", "every acknowledged save the same, no file twice");
    tally.forEach((what, times) -> report.add(what, times.toString()));
    assertThat(tally).containsKeys("saves acknowledged", "prunes ended");
  }

  private void play(long seed, Map<String, Integer> tally) throws IOException {
    Path place = Files.createTempDirectory(folder, "schedule");
    try {
      DriveSchedule.play(seed, place, tally);
    } catch (StoreException | RuntimeException | AssertionError e) {
      throw new AssertionError("schedule " + seed + " (-Denvsnap.schedule=" + seed + ")", e);
    } finally {
      drop(place);
    }
  }

  private static void drop(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<DriveFault> faults() {
    List<DriveFault> faults = new ArrayList<>();
    for (int status : new int[] {500, 502, 503, 504}) {
      faults.add(DriveFault.refuse(status, "backendError"));
    }
    for (String reason :
        List.of(
            "rateLimitExceeded",
            "userRateLimitExceeded",
            "storageQuotaExceeded",
            "insufficientPermissions",
            "insufficientFilePermissions",
            "downloadQuotaExceeded",
            "cannotDownloadAbusiveFile",
            "numChildrenInNonRootLimitExceeded",
            "domainPolicy",
            "accessNotConfigured")) {
      faults.add(DriveFault.refuse(403, reason));
    }
    faults.add(DriveFault.refuse(429, "rateLimitExceeded"));
    faults.add(DriveFault.refuse(429, "rateLimitExceeded").after(7));
    faults.add(DriveFault.refuse(400, "badRequest"));
    faults.add(DriveFault.refuse(401, "authError"));
    faults.add(DriveFault.refuse(404, "notFound"));
    faults.add(DriveFault.refuseAfter(503, "backendError"));
    faults.add(DriveFault.drop());
    faults.add(DriveFault.dropAt(0));
    faults.add(DriveFault.dropAt(1_000_000));
    faults.add(DriveFault.loseAnswer());
    faults.add(DriveFault.keepOnly(0));
    faults.add(DriveFault.keepOnly(262_144));
    faults.add(DriveFault.keepOnly(1_234_567));
    faults.add(DriveFault.sessionGone(404));
    faults.add(DriveFault.sessionGone(410));
    for (DriveFault.Kind kind :
        List.of(
            DriveFault.Kind.FLIP_BIT,
            DriveFault.Kind.IGNORE_RANGE,
            DriveFault.Kind.SHORT_PAGE,
            DriveFault.Kind.DUPLICATE,
            DriveFault.Kind.NO_SHA256)) {
      faults.add(DriveFault.of(kind));
    }
    return faults;
  }

  /** One fault at one request of a save and a restore. */
  private record Strike(int number, DriveFault fault) {}

  @Test
  void anySingleFaultAtAnyRequestOfASaveAndARestore() throws IOException, StoreException {
    int requests = strike(FaultPlan.NONE);
    List<Strike> strikes = new ArrayList<>();
    for (int number = 0; number < requests; number++) {
      for (DriveFault fault : faults()) {
        strikes.add(new Strike(number, fault));
      }
    }
    List<Strike> played = CAMPAIGN.sample(strikes);
    for (Strike strike : played) {
      try {
        strike(FaultPlan.atRequest(strike.number(), strike.fault()));
      } catch (StoreException | RuntimeException | AssertionError e) {
        throw new AssertionError(strike.toString(), e);
      }
    }
    report.add(
        played.size() + " of " + faults().size() + " faults at each of " + requests + " requests",
        "done, or one sentence and done by the next run; one whole file each");
  }

  /** A save and a restore; where they end, the same again without a fault. */
  private int strike(FaultPlan plan) throws IOException, StoreException {
    Path place = Files.createTempDirectory(folder, "strike");
    try (DriveBench bench = new DriveBench(place)) {
      bench.drive.rules(DriveRules.USUAL.creates(2, 3).pages(4));
      byte[] large = new byte[5 << 20];
      new Random(3).nextBytes(large);
      bench.write("a", "large", large);
      bench.write("a", "small", new byte[] {1, 2, 3});
      bench.drive.faults(plan);
      DriveBench.Saved saved;
      try {
        saved = bench.save("a", "envsnap", UnaryOperator.identity());
      } catch (StoreException e) {
        bench.drive.faults(FaultPlan.NONE);
        bench.drive.clock().advance(Duration.ofMinutes(2));
        saved = bench.save("a", "envsnap", UnaryOperator.identity());
      }
      Map<String, byte[]> got;
      try {
        got = bench.restore("b", "envsnap", bench.history("b", "envsnap").get(0));
      } catch (StoreException e) {
        bench.drive.faults(FaultPlan.NONE);
        got = bench.restore("b", "envsnap", bench.history("b", "envsnap").get(0));
      }
      int requests = bench.drive.calls().size();
      assertThat(got.keySet()).isEqualTo(saved.tree().keySet());
      for (Map.Entry<String, byte[]> file : saved.tree().entrySet()) {
        assertThat(got.get(file.getKey())).isEqualTo(file.getValue());
      }
      assertThat(bench.drive.names()).doesNotHaveDuplicates();
      assertThat(bench.problems("b", "envsnap")).isEmpty();
      assertThat(bench.drive.count(DriveCall.COPY)).isZero();
      assertThat(bench.waits()).isLessThan(200);
      return requests;
    } finally {
      drop(place);
    }
  }
}
