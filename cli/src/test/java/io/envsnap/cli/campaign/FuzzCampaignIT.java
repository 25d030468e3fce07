package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.BlobReceiver;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.testkit.campaign.Campaign;
import io.envsnap.testkit.campaign.CampaignReport;
import io.envsnap.testkit.hostile.Mutant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores that chance has changed in one place are read wholly or refused with one sentence: never
 * anything else, and soon.
 */
class FuzzCampaignIT {
  private static final int ROUNDS = 10_000;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private Path folder;

  /** How often a kind of change was read all the same, and how often refused. */
  private record Tally(int read, int refused) {
    Tally and(boolean wasRead) {
      return wasRead ? new Tally(read + 1, refused) : new Tally(read, refused + 1);
    }
  }

  @Test
  void aChangedStoreIsReadOrRefused() throws IOException {
    Campaign campaign = Campaign.named("fuzz");
    Random random = campaign.random();
    Map<String, Tally> tallies = new TreeMap<>();
    for (int round = 0; round < campaign.count(ROUNDS); round++) {
      Mutant mutant = Mutant.next(random);
      Path store = folder.resolve("store");
      mutant.draft().write(store);
      boolean read;
      try {
        read = Assertions.assertTimeoutPreemptively(SOON, () -> isRead(store));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + campaign.seed() + ", round " + round + ", " + mutant.kind() + " in " + store,
            e);
      }
      tallies.merge(mutant.kind(), new Tally(0, 0).and(read), (all, one) -> all.and(read));
      drop(store);
    }
    try (CampaignReport report = new CampaignReport(campaign)) {
      tallies.forEach(
          (kind, tally) ->
              report.add(
                  (tally.read() + tally.refused()) + " changes of a " + kind,
                  tally.refused() + " refused, " + tally.read() + " read, nothing else"));
    }
    assertThat(tallies)
        .hasSize(6)
        .allSatisfy((kind, tally) -> assertThat(tally.refused()).isPositive());
  }

  private static void drop(Path store) throws IOException {
    try (Stream<Path> paths = Files.walk(store)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static boolean isRead(Path store) throws IOException {
    try {
      SnapshotRepository repository =
          new SnapshotRepository(
              DirStore.open(store), InstantSource.system(), store.resolve("spool"));
      repository.verify(Progress.SILENT);
      for (Head head : repository.heads("main")) {
        LockfileYaml.read(repository.lockfile(head.ref().lockfile()), "lockfile");
        OpenSnapshot snapshot = repository.open(head.ref().snapshot());
        snapshot.parts(new EcosystemId("apt"));
        snapshot.read(
            snapshot.nodes().stream()
                .map(ClaimedNode::node)
                .filter(TreeNode.RegularFile.class::isInstance)
                .map(TreeNode.RegularFile.class::cast)
                .toList(),
            new Nowhere(),
            Progress.SILENT);
      }
      return true;
    } catch (StoreException | FormatException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
      return false;
    }
  }

  /** Takes bytes and keeps none. */
  private static final class Nowhere implements BlobReceiver {
    @Override
    public Sink begin(TreeNode.RegularFile file) {
      return new Sink() {
        @Override
        public void write(ByteBuffer bytes) {
          bytes.position(bytes.limit());
        }

        @Override
        public void finish() {}

        @Override
        public void abort() {}
      };
    }
  }
}
