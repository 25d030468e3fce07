package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.process.SystemCommands;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfWrittenTest {
  @TempDir private Path root;

  @Test
  void removesWhatAWriterLeftAndNothingElse() throws Exception {
    Bench bench = new Bench(root);
    bench.place("/data/whole", "whole");
    FileDraft draft = bench.writer().create(file("/data/half", "half"));
    draft.write(ByteBuffer.wrap("ha".getBytes(StandardCharsets.UTF_8)));
    Path mine = Files.writeString(root.resolve("data/.envsnap-tmp-mine"), "x");
    assertThat(names()).contains("whole").hasSize(3);
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(HalfWritten.sweep(tree, new SystemCommands(), List.of())).isEqualTo(1);
      assertThat(HalfWritten.sweep(tree, new SystemCommands(), List.of())).isZero();
    }
    assertThat(names()).containsOnly("whole", mine.getFileName().toString());
    draft.abort();
    bench.close();
  }

  @Test
  void aFolderThatIsToBeFilledNextKeepsWhatIsInItAndAnyOtherGoesWithAll() throws Exception {
    TreeNode.Directory next = folder("/next", 0755);
    TreeNode.Directory other = folder("/other", 0755);
    try (Bench bench = new Bench(root)) {
      bench.writer().staging().stage(List.of(next, other));
      bench.place("/next/deep/file", "x");
      bench.place("/other/deep/file", "x");
      bench.place("/other/more", "x");
      Files.writeString(
          bench.at(TemporaryName.pathOf(TemporaryName.pathOf(next.path()).child("f")).toString()),
          "half");
    }
    List<TreePath> goingOn = List.of(TreePath.ROOT, next.path());
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(HalfWritten.sweep(tree, new SystemCommands(), goingOn)).isEqualTo(3);
    }
    assertThat(root.toFile().list()).hasSize(1);
    try (Bench bench = new Bench(root)) {
      bench.writer().staging().stage(List.of(next));
      assertThat(bench.at("/next")).doesNotExist();
      Files.createDirectory(root.resolve("next"));
    }
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(HalfWritten.sweep(tree, new SystemCommands(), goingOn)).isEqualTo(1);
    }
    assertThat(root.toFile().list()).containsExactly("next");
  }

  private Stream<String> names() throws Exception {
    try (Stream<Path> all = Files.list(root.resolve("data"))) {
      return all.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
