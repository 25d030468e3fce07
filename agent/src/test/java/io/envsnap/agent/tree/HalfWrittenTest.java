package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.process.SystemCommands;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
      assertThat(HalfWritten.sweep(tree, new SystemCommands())).isEqualTo(1);
      assertThat(HalfWritten.sweep(tree, new SystemCommands())).isZero();
    }
    assertThat(names()).containsOnly("whole", mine.getFileName().toString());
    draft.abort();
    bench.close();
  }

  private Stream<String> names() throws Exception {
    try (Stream<Path> all = Files.list(root.resolve("data"))) {
      return all.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
