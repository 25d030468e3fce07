package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexEssenceTest {
  @TempDir private Path repository;

  @Test
  void staysTheSameWhenOnlyTheInodesAreOthers() throws Exception {
    byte[] before = indexOfTwoFiles();
    Files.setLastModifiedTime(repository.resolve("a"), FileTime.fromMillis(1_000_000_000_000L));
    git("status");
    byte[] after = Files.readAllBytes(repository.resolve(".git/index"));
    assertThat(after).isNotEqualTo(before);
    assertThat(IndexEssence.of(before)).isPresent().isEqualTo(IndexEssence.of(after));
  }

  @Test
  void changesWithWhatIsStaged() throws Exception {
    byte[] before = indexOfTwoFiles();
    Files.writeString(repository.resolve("a"), "other");
    git("add", "a");
    byte[] after = Files.readAllBytes(repository.resolve(".git/index"));
    assertThat(IndexEssence.of(after)).isPresent().isNotEqualTo(IndexEssence.of(before));
  }

  @Test
  void changesWithIntentAndAssumedFlags() throws Exception {
    byte[] before = indexOfTwoFiles();
    git("update-index", "--skip-worktree", "a");
    byte[] after = Files.readAllBytes(repository.resolve(".git/index"));
    assertThat(IndexEssence.of(after)).isPresent().isNotEqualTo(IndexEssence.of(before));
  }

  @Test
  void saysNothingOfWhatIsNoIndex() throws Exception {
    assertThat(IndexEssence.of(new byte[0])).isEmpty();
    assertThat(IndexEssence.of("DIRC".getBytes(StandardCharsets.US_ASCII))).isEmpty();
    byte[] cut = Arrays.copyOf(indexOfTwoFiles(), 100);
    assertThat(IndexEssence.of(cut)).isEmpty();
  }

  private byte[] indexOfTwoFiles() throws Exception {
    git("init", "-q");
    Files.writeString(repository.resolve("a"), "one");
    Files.createDirectory(repository.resolve("folder"));
    Files.writeString(repository.resolve("folder/with a longer name"), "two");
    git("add", "-A");
    return Files.readAllBytes(repository.resolve(".git/index"));
  }

  private void git(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("git", "-C", repository.toString()));
    all.addAll(List.of(words));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }
}
