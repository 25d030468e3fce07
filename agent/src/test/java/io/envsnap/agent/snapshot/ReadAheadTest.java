package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {
  private static final EntryKey ENTRY = new EntryKey(new EcosystemId("files"), "paths", "", "/");

  @TempDir private Path root;
  private final List<RecordedPath> paths = new ArrayList<>();

  @BeforeEach
  void manyFiles() throws IOException {
    // More than one run, and more than are in memory at once.
    for (int number = 0; number < 2000; number++) {
      file("f" + (1000 + number), content(number));
    }
  }

  private static byte[] content(int number) {
    return Tree.noise(number, number % 7 * 3000);
  }

  private void file(String name, byte[] bytes) throws IOException {
    Files.write(root.resolve(name), bytes);
    add(name);
  }

  private void add(String name) throws IOException {
    try (LocalTree tree = LocalTree.at(root)) {
      TreePath path = TreePath.of("/" + name);
      paths.add(
          new RecordedPath(path, tree.status(path), ENTRY, Placement.CONTENT, Optional.empty()));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Test
  void everySmallFileComesWithItsBytesAndTheirDigest() throws IOException {
    try (LocalTree tree = LocalTree.at(root);
        ReadAhead ahead = new ReadAhead(tree.contents(), paths, path -> true)) {
      for (int number = 0; number < paths.size(); number++) {
        ReadAhead.Read read = ahead.take(paths.get(number)).orElseThrow();
        assertThat(bytes(read.bytes())).isEqualTo(content(number));
        assertThat(read.digest()).isEqualTo(Digest.of(content(number)));
        assertThat(read.metadata().mtime()).isEqualTo(read.status().mtime());
      }
    }
  }

  @Test
  void whatIsNotWantedLargeLinkedOrGoneIsLeftToWhoeverAsksAndTheOthersCome() throws IOException {
    Files.createLink(root.resolve("f1003-again"), root.resolve("f1003"));
    paths.clear();
    for (String name : List.of("f1001", "f1002", "f1003", "f1004", "f1005")) {
      add(name);
    }
    file("large", new byte[ReadAhead.LARGEST + 1]);
    add("f1006");
    Files.delete(root.resolve("f1004"));
    try (LocalTree tree = LocalTree.at(root);
        ReadAhead ahead =
            new ReadAhead(tree.contents(), paths, path -> !path.path().name().equals("f1002"))) {
      List<Boolean> read = new ArrayList<>();
      for (RecordedPath path : paths) {
        read.add(ahead.take(path).isPresent());
      }
      assertThat(read).containsExactly(true, false, false, false, true, false, true);
    }
  }

  @Test
  void whoeverStopsInTheMiddleWaitsForNobody() throws IOException {
    try (LocalTree tree = LocalTree.at(root);
        ReadAhead ahead = new ReadAhead(tree.contents(), paths, path -> true)) {
      assertThat(ahead.take(paths.get(0))).isPresent();
    }
  }
}
