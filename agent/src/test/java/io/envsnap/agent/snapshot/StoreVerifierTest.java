package io.envsnap.agent.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.tree.DigestCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading all of a store with several threads. */
class StoreVerifierTest {
  @TempDir private Path folder;

  @Test
  void ofManyPacksTheDamagedAreNamedInTheirOrderAndEveryByteIsToldOnce() throws Exception {
    Tree tree = new Tree(Files.createDirectory(folder.resolve("tree")));
    for (int n = 0; n < 9; n++) {
      tree.file("f" + n, Tree.noise(n, 8 << 20));
    }
    SnapshotRepository repository =
        new SnapshotRepository(
            DirStore.open(folder.resolve("store")),
            InstantSource.system(),
            folder.resolve("spool"),
            8 << 20);
    WrittenSnapshot written =
        repository.write(tree.draft(), tree.local(), DigestCache.empty(), Progress.SILENT);
    repository.commit("main", written, "version: 1\n".getBytes(UTF_8), List.of());
    List<Path> packs;
    try (Stream<Path> all = Files.list(folder.resolve("store/packs"))) {
      packs = all.sorted().toList();
    }
    assertThat(packs).hasSizeGreaterThan(2);
    // The first takes longest to read, and the other is an exact number of pieces.
    byte[] flipped = Files.readAllBytes(packs.get(0));
    flipped[flipped.length - 1] ^= 1;
    Files.write(packs.get(0), flipped);
    Files.write(packs.get(2), Arrays.copyOf(Files.readAllBytes(packs.get(2)), 1 << 20));
    Told told = new Told();
    StoreCheck check = repository.verify(told);
    assertThat(check.problems()).hasSize(4);
    assertThat(check.problems().subList(0, 2))
        .containsExactly(damaged(packs.get(0)), damaged(packs.get(2)));
    assertThat(told.bytes.get()).isEqualTo(told.total).isEqualTo(check.bytes());
  }

  private static String damaged(Path pack) {
    return "the pack `" + pack.getFileName().toString().substring(0, 64) + "` is damaged";
  }

  /** Adds up what it is told. */
  private static final class Told implements Progress {
    private final AtomicLong bytes = new AtomicLong();
    private long total;

    @Override
    public void start(String title, long all, Unit unit) {
      total = all;
    }

    @Override
    public void advance(long amount) {
      bytes.addAndGet(amount);
    }

    @Override
    public void warn(String sentence) {}
  }
}
