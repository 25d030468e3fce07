package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalTreeTest {
  @TempDir Path root;
  private LocalTree tree;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(root.resolve("usr/bin/tool"), "tool");
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
    Files.createSymbolicLink(root.resolve("sbin"), Path.of("/usr/bin"));
    tree = LocalTree.at(root);
  }

  @AfterEach
  void close() throws IOException {
    tree.close();
    // JUnit warns of links that lead out of its folder.
    Files.delete(root.resolve("sbin"));
    Files.deleteIfExists(root.resolve("usr/up"));
  }

  private TreePath resolved(String path) throws IOException {
    return tree.resolveParents(TreePath.of(path));
  }

  @Test
  void readsThroughLinksInParentsWithinTheTree() throws IOException {
    for (String path : new String[] {"/usr/bin/tool", "/bin/tool", "/sbin/tool"}) {
      assertThat(tree.read(TreePath.of(path), 10))
          .hasValue("tool".getBytes(StandardCharsets.UTF_8));
      assertThat(tree.status(TreePath.of(path)))
          .hasValueSatisfying(status -> assertThat(status.size()).isEqualTo(4));
    }
  }

  @Test
  void namesPathsAsTheScanWould() throws IOException {
    Files.createSymbolicLink(root.resolve("usr/up"), Path.of("../../../../usr/./bin//"));

    assertThat(resolved("/bin/sh")).isEqualTo(TreePath.of("/usr/bin/sh"));
    assertThat(resolved("/sbin/none/deeper")).isEqualTo(TreePath.of("/usr/bin/none/deeper"));
    assertThat(resolved("/usr/up/x")).isEqualTo(TreePath.of("/usr/bin/x"));
    assertThat(resolved("/bin")).isEqualTo(TreePath.of("/bin"));
    assertThat(resolved("/")).isEqualTo(TreePath.ROOT);
  }

  @Test
  void givesUpOnLinksThatGoInCircles() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

    assertThat(tree.status(TreePath.of("/a/x"))).isEmpty();
    assertThat(tree.read(TreePath.of("/a/x"), 10)).isEmpty();
  }

  @Test
  void neverFollowsTheLastComponent() throws IOException {
    assertThat(tree.status(TreePath.of("/bin")))
        .hasValueSatisfying(
            status -> {
              assertThat(status.kind()).isEqualTo(NodeKind.SYMLINK);
              assertThat(status.target()).isEqualTo("usr/bin");
            });
    Files.createSymbolicLink(root.resolve("link"), Path.of("usr/bin/tool"));
    assertThat(tree.read(TreePath.of("/link"), 10)).isEmpty();
    assertThat(tree.list(TreePath.of("/bin"))).isEmpty();
  }

  @Test
  void hasNothingWhereThereIsNothing() throws IOException {
    assertThat(tree.status(TreePath.of("/none/at/all"))).isEmpty();
    assertThat(tree.status(TreePath.of("/usr/bin/tool/below"))).isEmpty();
    assertThat(tree.read(TreePath.of("/none"), 10)).isEmpty();
    assertThat(tree.read(TreePath.of("/usr"), 10)).isEmpty();
    assertThat(tree.list(TreePath.of("/none"))).isEmpty();
    assertThat(tree.list(TreePath.of("/usr/bin/tool"))).isEmpty();
    assertThat(tree.status(TreePath.of("/" + "x".repeat(300)))).isEmpty();
  }

  @Test
  void listsNamesSorted() throws IOException {
    assertThat(tree.list(TreePath.ROOT)).containsExactly("bin", "sbin", "usr");
  }

  @Test
  void refusesAFileBeyondTheLimit() throws IOException {
    Files.write(root.resolve("big"), new byte[200_000]);

    assertThat(tree.read(TreePath.of("/big"), 200_000))
        .hasValueSatisfying(b -> assertThat(b).hasSize(200_000));
    assertThatThrownBy(() -> tree.read(TreePath.of("/big"), 199_999))
        .isInstanceOf(IOException.class)
        .hasMessage("`/big` is longer than 199999 bytes");
  }

  @Test
  void readsFilesOfTheKernelThatSayTheyAreEmpty() throws IOException {
    try (LocalTree real = LocalTree.at(Path.of("/"))) {
      assertThat(real.read(TreePath.of("/proc/version"), 4096))
          .hasValueSatisfying(bytes -> assertThat(bytes.length).isPositive());
    }
  }

  @Test
  void doesNotWaitForTheWriterOfAPipe() throws Exception {
    new io.envsnap.agent.process.SystemCommands()
        .require(
            io.envsnap.agent.process.Command.of(
                "mkfifo", root.toRealPath().resolve("p").toString()));

    assertThat(tree.read(TreePath.of("/p"), 10)).isEmpty();
    assertThat(tree.status(TreePath.of("/p")))
        .hasValueSatisfying(status -> assertThat(status.kind()).isEqualTo(NodeKind.OTHER));
  }

  @Test
  void seesWhatWasMadeAfterItWasAskedBefore() throws IOException {
    TreePath path = TreePath.of("/new/file");
    assertThat(tree.status(path)).isEmpty();
    Files.createDirectory(root.resolve("new"));
    Files.writeString(root.resolve("new/file"), "x");
    assertThat(tree.status(path)).isPresent();

    Files.delete(root.resolve("new/file"));
    Files.delete(root.resolve("new"));
    assertThat(tree.status(path)).isEmpty();
    Files.createDirectory(root.resolve("new"));
    Files.writeString(root.resolve("new/file"), "x");
    assertThat(tree.status(path)).isPresent();
  }

  @Test
  void seesWhatLiesDeepInAFolderThatWasMadeAnew() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    assertThat(tree.list(TreePath.of("/a/b"))).isEmpty();
    assertThat(tree.status(TreePath.of("/a/b/none"))).isEmpty();
    Files.delete(root.resolve("a/b"));
    Files.delete(root.resolve("a"));
    Files.createDirectories(root.resolve("a/b/c"));
    Files.createSymbolicLink(root.resolve("a/b/l"), Path.of("c"));

    assertThat(tree.list(TreePath.of("/a/b"))).containsExactly("c", "l");
    assertThat(tree.resolveParents(TreePath.of("/a/b/l/x"))).isEqualTo(TreePath.of("/a/b/c/x"));
  }

  @Test
  void tellsAProgramWhereAPathLies() throws IOException {
    assertThat(tree.onDisk(TreePath.of("/usr/bin")))
        .isEqualTo(root.toRealPath().resolve("usr/bin"));
    assertThat(tree.onDisk(TreePath.ROOT)).isEqualTo(root.toRealPath());
  }

  @Test
  void noticesThatAFileChangesWhileItIsRead() throws IOException {
    TreePath path = TreePath.of("/usr/bin/tool");
    try (OpenFile open = tree.contents().open(path)) {
      assertThat(open.status()).isEqualTo(tree.status(path).orElseThrow());
      assertThat(open.xattrs()).isEmpty();
      assertThat(open.unchangedSince(open.status())).isTrue();

      Files.writeString(root.resolve("usr/bin/tool"), "TOOL");
      assertThat(open.unchangedSince(open.status())).isFalse();
    }
  }

  @Test
  void noticesThatAFileWasReplacedSinceTheScan() throws IOException {
    TreePath path = TreePath.of("/usr/bin/tool");
    FileStatus scanned = tree.status(path).orElseThrow();
    Files.delete(root.resolve("usr/bin/tool"));
    Files.writeString(root.resolve("usr/bin/tool"), "tool");

    try (OpenFile open = tree.contents().open(path)) {
      assertThat(open.unchangedSince(scanned)).isFalse();
    }
  }
}
