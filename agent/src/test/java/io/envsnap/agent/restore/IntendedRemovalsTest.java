package io.envsnap.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntendedRemovalsTest {
  private static final EntryKey ENTRY = new EntryKey(new EcosystemId("pip"), "", "", "six");

  @TempDir private Path folder;
  private Path root;
  private Path note;

  @BeforeEach
  void installed() throws IOException {
    root = Files.createDirectories(folder.resolve("root"));
    note = folder.resolve("note");
    Files.createDirectories(root.resolve("six.dist-info"));
    for (String name : List.of("six.py", "six.dist-info/RECORD", "six.dist-info/INSTALLER")) {
      Files.writeString(root.resolve(name), "old");
    }
  }

  private void noteAll(Instant time) throws IOException {
    List<TreePath> paths =
        Stream.of("/six.py", "/six.dist-info", "/six.dist-info/RECORD", "/six.dist-info/INSTALLER")
            .map(TreePath::of)
            .toList();
    IntendedRemovals.note(note, List.of(new RestoreStep.Remove(ENTRY, paths, "six 1.0")), time);
  }

  private void complete() throws IOException {
    try (LocalTree tree = LocalTree.at(root);
        TreeWriter writer = TreeWriter.open(root, OwnerLookup.of(root), path -> true)) {
      IntendedRemovals.complete(note, tree, writer);
    }
  }

  @Test
  void whatWasLeftAfterACutGoesThoughNothingSaysAnyMoreWhatItBelongsTo() throws IOException {
    noteAll(Instant.now().plusSeconds(10));
    Files.delete(root.resolve("six.dist-info/RECORD"));
    complete();
    assertThat(root).isEmptyDirectory();
    complete();
  }

  @Test
  void whatWasInstalledSinceStays() throws IOException {
    noteAll(Instant.now().minusSeconds(10));
    complete();
    assertThat(root.resolve("six.dist-info/RECORD")).exists();
    assertThat(root.resolve("six.py")).exists();
  }

  @Test
  void withoutANoteThereIsNothingToDo() throws IOException {
    complete();
    assertThat(root.resolve("six.py")).exists();
  }
}
