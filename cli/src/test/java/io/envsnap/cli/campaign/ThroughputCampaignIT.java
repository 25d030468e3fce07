package io.envsnap.cli.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.gdrive.DrivePlace;
import io.envsnap.agent.store.gdrive.GDriveStore;
import io.envsnap.spec.digest.Digest;
import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What putting a pack costs beside {@code curl -T} of the same bytes to the same emulator, in
 * turns. It measures; only that both arrive is insisted upon.
 */
class ThroughputCampaignIT {
  private static final Campaign CAMPAIGN = Campaign.named("throughput");
  private static final String USER = "ada@example.com";

  @TempDir private Path folder;

  /** Seconds by the clock and by the processor. */
  private record Cost(double clock, double processor) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.2f s, %.2f s of processor", clock, processor);
    }
  }

  private record Pack(Path file, long size, Optional<Digest> digest) implements BlobSource {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  @Test
  void aPackIsPutAsFastAsCurlSendsIt() throws Exception {
    int rounds = CAMPAIGN.full() ? 7 : 1;
    long size = CAMPAIGN.full() ? 256 << 20 : 6 << 20;
    try (DriveEmulator drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.running());
        CampaignReport report = new CampaignReport(CAMPAIGN);
        ObjectStore store = open(drive)) {
      double[] shares = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        Pack pack = pack(round, size);
        // Whoever goes first would always find the disk in another state.
        boolean first = round % 2 == 0;
        Cost early = first ? put(store, pack) : curl(drive, pack);
        Cost late = first ? curl(drive, pack) : put(store, pack);
        Cost put = first ? early : late;
        Cost curl = first ? late : early;
        shares[round] = curl.clock() / put.clock();
        report.add((size >> 20) + " MiB, round " + (round + 1), "put " + put + "; curl " + curl);
        Files.delete(pack.file());
      }
      assertThat(store.list(ObjectKind.PACK)).hasSize(rounds).allMatch(one -> one.size() == size);
      assertThat(drive.filesNamed("by-curl")).hasSize(rounds);
      Arrays.sort(shares);
      report.add(
          "put beside curl, the middle round",
          String.format(Locale.ROOT, "%.0f %% of its speed", 100 * shares[rounds / 2]));
    }
  }

  private ObjectStore open(DriveEmulator drive) throws IOException, StoreException {
    Path state = Files.createDirectories(folder.resolve("state"));
    Files.writeString(
        state.resolve("drive-sign-in.json"),
        drive.signInFile("app", drive.refreshToken(USER, "app", "drive")),
        UTF_8);
    DrivePlace place =
        new DrivePlace(drive.base(), Map.of(), folder, state, state.resolve("spool"));
    return GDriveStore.open("envsnap", place, InstantSource.system(), Progress.SILENT, time -> {});
  }

  private Pack pack(int seed, long size) throws IOException {
    Path file = folder.resolve("pack-" + seed);
    MessageDigest digest = Digest.sha256();
    byte[] piece = new byte[1 << 20];
    Random random = new Random(seed);
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (long left = size; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    return new Pack(file, size, Optional.of(Digest.ofHash(digest.digest())));
  }

  private static Cost put(ObjectStore store, Pack pack) throws StoreException {
    long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Instant began = InstantSource.system().instant();
    store.put(ObjectKind.PACK, pack.digest().orElseThrow().hex(), pack);
    Duration took = Duration.between(began, InstantSource.system().instant());
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor;
    return new Cost(took.toNanos() / 1e9, used / 1e9);
  }

  private static Cost curl(DriveEmulator drive, Pack pack) {
    String bearer = "Authorization: Bearer " + drive.token(USER, "curl", "drive");
    String session =
        Programs.require(
                "curl",
                "-sS",
                "-D",
                "-",
                "-o",
                "/dev/null",
                "-X",
                "POST",
                "-H",
                bearer,
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"name\":\"by-curl\"}",
                drive.base() + "upload/drive/v3/files?uploadType=resumable")
            .lines()
            .stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location: "))
            .map(line -> line.substring("location: ".length()).strip())
            .findFirst()
            .orElseThrow();
    VmResult sent =
        Programs.require(
            "bash",
            "-c",
            "TIMEFORMAT='%R %U %S'; time curl -sS -o /dev/null -H \"$0\" -T \"$1\" \"$2\"",
            bearer,
            pack.file().toString(),
            session);
    List<Double> times =
        Arrays.stream(sent.errorText().strip().split(" ")).map(Double::valueOf).toList();
    return new Cost(times.get(0), times.get(1) + times.get(2));
  }
}
