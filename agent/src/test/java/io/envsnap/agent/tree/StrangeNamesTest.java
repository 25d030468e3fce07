package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.hardLink;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as a file system may have them: written, found again and compared. */
class StrangeNamesTest {
  @TempDir Path root;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(root);
  }

  // The temporary folder's own cleaning cannot name these.
  @AfterEach
  void empty() throws Exception {
    bench.close();
    new SystemCommands()
        .require(Command.of("find", root.toRealPath().toString(), "-mindepth", "1", "-delete"));
  }

  private Changes scan() throws IOException {
    try (LocalTree tree = LocalTree.at(root)) {
      return new TreeScan(tree, new SystemCommands())
          .scan(
              new ScanRequest(
                  new Timestamp(0, 0),
                  Optional.empty(),
                  LeftOutRules.with(List.of(), path -> false),
                  List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "tab\there", "line\nbreak", "quo'te\"s", "back\\slash", "-rf", "*?[x]", "naïve",
        "日本", "\ud83d\ude00", "latin1-\udce9", "\udcff\udcfe", "$HOME;`x`", "...", " ", "%s\\0"
      })
  void findsWhatItWrote(String name) throws IOException {
    TreeNode.RegularFile file = bench.place("/d/" + name, "bytes of " + name.length());
    TreeNode.Directory folder = folder("/folder " + name, 0750);
    bench.writer().directory(folder);
    TreeNode.Symlink link = link("/folder " + name + "/link", "to " + name);
    bench.writer().symlink(link);
    TreeNode.HardLink hardLink = hardLink("/folder " + name + "/" + name, "/d/" + name);
    bench.writer().hardLink(hardLink);

    for (TreeNode node : List.of(file, folder, link, hardLink)) {
      assertThat(bench.compare(node)).isEmpty();
    }
    Changes changes = scan();
    assertThat(changes.changed().keySet())
        .containsExactlyInAnyOrder(
            TreePath.ROOT,
            TreePath.of("/d"),
            file.path(),
            folder.path(),
            link.path(),
            hardLink.path());
    try (LocalTree tree = LocalTree.at(root)) {
      for (TreePath path : changes.changed().keySet()) {
        assertThat(tree.status(path)).contains(changes.changed().get(path));
      }
      assertThat(tree.list(TreePath.of("/d"))).containsExactly(name);
      assertThat(tree.read(file.path(), 100)).hasValue(Bench.bytes("bytes of " + name.length()));
    }
  }

  @Test
  void takesNamesOf255BytesAndSaysThatOneMoreIsTooLong() throws IOException {
    TreeNode.RegularFile longest = bench.place("/" + "x".repeat(255), "x");
    assertThat(bench.compare(longest)).isEmpty();

    assertThatThrownBy(() -> bench.place("/" + "x".repeat(256), "x"))
        .hasMessageEndingWith(
            "cannot be put in its place: its name is too long for the file system");
    assertThat(bench.compare(file("/" + "x".repeat(256), "x"))).isPresent();
    assertThat(root.toFile().list()).hasSize(1);
  }

  @Test
  void goesThreeHundredFoldersDeepAndPastTheLengthOfAPath() throws IOException {
    String path = "/folder-with-a-name".repeat(300);
    TreeNode.RegularFile file = bench.place(path + "/f", "deep");

    assertThat(path.length()).isGreaterThan(4096);
    assertThat(bench.compare(file)).isEmpty();
    assertThat(scan().changed()).hasSize(302).containsKey(file.path());
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(tree.read(file.path(), 10)).hasValue(Bench.bytes("deep"));
      assertThat(tree.resolveParents(file.path())).isEqualTo(file.path());
    }
    bench.place(path + "/f", "again");
    assertThat(bench.writer().remove(file.path())).isTrue();
  }

  @Test
  void readsFilesWhoseNamesJavaCannotSay() throws IOException {
    String text = "long ".repeat(30_000);
    TreeNode.RegularFile file = bench.place("/\udcff\udcfe bad", text);
    try (LocalTree tree = LocalTree.at(root);
        InputStream in = tree.open(file.path())) {
      assertThat(in.readAllBytes()).isEqualTo(Bench.bytes(text));
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void refusesANameThatStandsForNoBytes() {
    assertThatThrownBy(() -> bench.place("/a\ud800", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
