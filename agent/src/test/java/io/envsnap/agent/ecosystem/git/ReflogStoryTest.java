package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.host.FolderTree;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReflogStoryTest {
  private static final Instant BOOT = Instant.ofEpochSecond(1_000_000);
  private static final String IDS = "0".repeat(40) + " " + "1".repeat(40) + " Ada <a@b> ";

  @TempDir private Path folder;

  @Test
  void aCommitThatNobodyToldOfIsToldByTheReflog() throws IOException {
    List<Told> told = complete("1000100 +0000\tcommit: first", List.of());

    assertThat(told).hasSize(1);
    assertThat(told.get(0).by()).isEqualTo("git");
    assertThat(told.get(0).folder()).isEqualTo("/content/repo");
    assertThat(told.get(0).words()).isEmpty();
    assertThat(told.get(0).exit()).isEqualTo(-1);
    assertThat(told.get(0).changed()).containsExactly("commit: first");
  }

  @Test
  void aMoveThatACommandExplainsIsNotToldTwice() throws IOException {
    Told commit = git("/content", List.of("git", "-C", "/content/repo", "commit"), 10_000, 10_010);

    assertThat(complete("1000100 +0000\tcommit: first", List.of(commit))).containsExactly(commit);
  }

  @Test
  void aCommandElsewhereExplainsNothing() throws IOException {
    Told commit = git("/content/other", List.of("git", "commit"), 10_000, 10_010);

    assertThat(complete("1000100 +0000\tcommit: first", List.of(commit))).hasSize(2);
  }

  @Test
  void whatWasBeforeTheSessionIsNotToldOf() throws IOException {
    assertThat(complete("999999 +0000\tcommit: old", List.of())).isEmpty();
  }

  @Test
  void movesOfOneSecondKeepTheirOrder() throws IOException {
    List<Told> told =
        complete("1000100 +0000\tcommit: a\n" + IDS + "1000100 +0000\tcommit: b", List.of());

    assertThat(told.get(0).key().start()).isLessThan(told.get(1).key().start());
    assertThat(told.get(1).changed()).containsExactly("commit: b");
  }

  private List<Told> complete(String line, List<Told> told) throws IOException {
    Path log = folder.resolve("content/repo/.git/logs/HEAD");
    Files.createDirectories(log.getParent());
    Files.writeString(log, IDS + line + "\n");
    StoryContext context =
        new StoryContext(
            new FolderTree(folder),
            Set.of(TreePath.of("/content/repo/.git/logs/HEAD")),
            BOOT,
            BOOT,
            "b00");
    return new ReflogStory(context).complete(told);
  }

  private static Told git(String folder, List<String> words, long start, long end) {
    ProcessKey key = new ProcessKey("b00", 7, start);
    return new Told("git", key, 0, folder, words, end, 0, List.of(), List.of(), List.of());
  }
}
