package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.hardLink;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.Difference.Extent;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCompareTest {
  @TempDir Path root;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(root);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void expect(TreeNode node, Extent extent, String reason) throws IOException {
    assertThat(bench.compare(node)).contains(new Difference(node.path(), extent, reason));
  }

  @Test
  void seesWhatIsMissingAndWhatShallNotBeThere() throws IOException {
    expect(file("/none/at/all", "x"), Extent.PRESENCE, "is missing");
    bench.place("/f", "x");
    expect(new TreeNode.Deleted(TreePath.of("/f")), Extent.PRESENCE, "is there");
    assertThat(bench.compare(new TreeNode.Deleted(TreePath.of("/g")))).isEmpty();
    expect(file("/f/below/a/file", "x"), Extent.PRESENCE, "is missing");
  }

  @Test
  void seesAnotherKind() throws IOException {
    bench.place("/f", "x");
    bench.writer().symlink(link("/l", "f"));

    expect(folder("/f", 0755), Extent.KIND, "is a file instead of a folder");
    expect(file("/l", "x"), Extent.KIND, "is a symbolic link instead of a file");
    expect(hardLink("/l", "/f"), Extent.KIND, "is a symbolic link instead of a file");
    expect(link("/f", "x"), Extent.KIND, "is a file instead of a symbolic link");
  }

  @Test
  void seesOtherBytesOfTheSameLength() throws IOException {
    bench.place("/f", "abc");

    expect(file("/f", "abcd"), Extent.CONTENT, "has 3 bytes instead of 4");
    expect(file("/f", "abX"), Extent.CONTENT, "has other bytes");
  }

  @Test
  void readsFilesLargerThanItsBuffer() throws IOException {
    String text = "0123456789".repeat(100_000);
    TreeNode.RegularFile file = bench.place("/big", text);

    assertThat(bench.compare(file)).isEmpty();
    expect(file("/big", text.substring(1) + "x"), Extent.CONTENT, "has other bytes");
  }

  @Test
  void seesModesTimesAndLinks() throws IOException {
    bench.place("/f", "x");
    expect(file("/f", "x", Bench.metadata(0600)), Extent.METADATA, "has mode 644 instead of 600");
    Metadata later =
        new Metadata(0644, Bench.myself(), new Timestamp(1_000_000_000L, 1), new TreeMap<>());
    expect(file("/f", "x", later), Extent.METADATA, "has another time");

    bench.writer().symlink(link("/l", "a"));
    expect(link("/l", "b"), Extent.CONTENT, "leads elsewhere");
    bench.place("/g", "x");
    expect(hardLink("/g", "/f"), Extent.CONTENT, "is no further name of `/f`");
  }

  @Test
  void comparesTheTimeOfALinkToTheMicrosecondAndThatOfAFolderNotAtAll() throws IOException {
    bench.writer().symlink(link("/l", "a"));
    Metadata nearly =
        new Metadata(
            0777, Bench.myself(), new Timestamp(1_000_000_000L, 123_456_000), new TreeMap<>());
    assertThat(bench.compare(new TreeNode.Symlink(TreePath.of("/l"), nearly, "a"))).isEmpty();
    Metadata other =
        new Metadata(
            0777, Bench.myself(), new Timestamp(1_000_000_000L, 123_457_000), new TreeMap<>());
    expect(
        new TreeNode.Symlink(TreePath.of("/l"), other, "a"), Extent.METADATA, "has another time");

    Files.createDirectory(bench.at("/d"));
    bench.writer().directory(folder("/d", 0750));
    assertThat(bench.compare(folder("/d", 0750))).isEmpty();
  }

  @Test
  void namesOwnersAsPeopleKnowThem() throws IOException {
    Bench.needsRoot("only the superuser's comparison looks at owners");
    bench.place("/f", "x");
    Metadata strangers =
        new Metadata(0644, new Owner("redis", 105, "", 106), Bench.LONG_AGO, new TreeMap<>());

    expect(
        file("/f", "x", strangers), Extent.METADATA, "belongs to root:root instead of redis:106");
  }
}
